"""Make the lemma dictionary of the embedded weights from Universal Dependencies: word forms and their lemmas.

    python training/lemmas.py TRAIN.conllu attribution/language/models/en/attribution/lemmas.json

The network chooses a lemma by an edit script and errs on inflected forms that a dictionary knows for certain ("told").
Stanza's own lemmatizer combines a dictionary and a network in the same way (Qi et al. 2020, arXiv:2003.07082).
"""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

# Names, numbers and punctuation have no lemma but themselves.
TAGS = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "PART", "PRON", "SCONJ", "VERB")


def lemmas(path: Path) -> dict[str, dict[str, str]]:
    """Tag -> lower-case form -> its commonest lemma in a CoNLL-U file; of equally common ones the first in the
    alphabet."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with path.open(encoding="utf8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 10 and fields[0].isdigit() and fields[3] in TAGS and fields[1].isascii():
                seen[fields[3], fields[1].lower()][fields[2]] += 1
    found: dict[str, dict[str, str]] = {tag: {} for tag in TAGS}
    for (tag, form), counts in sorted(seen.items()):
        found[tag][form] = min(counts, key=lambda lemma: (-counts[lemma], lemma))
    return found


def main() -> None:
    """Read the two paths from the command line and write the dictionary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("conllu", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    text = json.dumps(lemmas(arguments.conllu), ensure_ascii=False, indent=0, sort_keys=True)
    arguments.out.write_text(text + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
