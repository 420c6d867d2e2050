"""spaCy's small English pipeline for `side_by_side`: the official one where it is installed, else one of its size.

`python -m spacy download en_core_web_sm` needs GitHub. Without it, a pipeline of the same layers, sizes and labels is
made with random weights: its networks take as long. Tables that the official one has (attribute ruler, lemmatizer) are
left out then, which makes it a little faster.
"""

from __future__ import annotations

from typing import Any

from benchmarks.side_by_side_stanza import CLASSES

OFFICIAL = "en_core_web_sm"

# The config of en_core_web_sm 3.8.
_EMBED: dict[str, Any] = {
    "@architectures": "spacy.MultiHashEmbed.v2",
    "width": 96,
    "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
    "rows": [5000, 1000, 2500, 2500],
    "include_static_vectors": False,
}
_ENCODE = {
    "@architectures": "spacy.MaxoutWindowEncoder.v2",
    "width": 96,
    "depth": 4,
    "window_size": 1,
    "maxout_pieces": 3,
}
_SHARED = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        **_EMBED,
        "attrs": [*_EMBED["attrs"], "SPACY", "IS_SPACE"],
        "rows": [*_EMBED["rows"], 50, 50],
    },
    "encode": _ENCODE,
}
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
_TRANSITIONS = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
}


def _labels(text: str) -> list[str]:
    return text.split()


_TAGS = _labels(
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB "
    "RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP ``"
)
_RELATIONS = _labels(
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp"
)


def is_official() -> bool:
    """Whether the official pipeline is installed."""
    import spacy

    return bool(spacy.util.is_package(OFFICIAL))


def load() -> Any:
    """The pipeline: a spacy.Language."""
    import spacy

    if is_official():
        return spacy.load(OFFICIAL)
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": _SHARED})
    tagger = nlp.add_pipe(
        "tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER, "normalize": False}}
    )
    parser = nlp.add_pipe("parser", config={"model": {**_TRANSITIONS, "state_type": "parser", "tok2vec": _LISTENER}})
    own = {"@architectures": "spacy.Tok2Vec.v2", "embed": _EMBED, "encode": _ENCODE}
    ner = nlp.add_pipe("ner", config={"model": {**_TRANSITIONS, "state_type": "ner", "tok2vec": own}})
    for pipe, labels in ((tagger, _TAGS), (parser, _RELATIONS), (ner, CLASSES)):
        for label in labels:
            pipe.add_label(label)
    nlp.initialize()
    return nlp
