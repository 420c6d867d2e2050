// offsets: records count code points, JavaScript counts UTF-16 units. This turns one into the other.
"use strict";

class Offsets {
  // `characters`: code points of the text. Where there are as many units, every offset is the same in both.
  constructor(text, characters) {
    this.text = text;
    this.wide = []; // places, in code points, of the characters that take two units
    if (characters === text.length) return;
    let point = 0;
    for (let unit = 0; unit < text.length; unit += 1, point += 1) {
      const code = text.charCodeAt(unit);
      if (code >= 0xd800 && code < 0xdc00 && unit + 1 < text.length) {
        this.wide.push(point);
        unit += 1;
      }
    }
  }

  // Code points to units.
  unit(point) {
    return point + below(this.wide.length, (at) => this.wide[at] < point);
  }

  // Units to code points.
  point(unit) {
    return unit - below(this.wide.length, (at) => this.wide[at] + at < unit);
  }

  // The text between two places in code points.
  slice(start, end) {
    return this.text.slice(this.unit(Math.max(0, start)), this.unit(end));
  }
}

// How many of 0 … length - 1 hold, where those that hold come first: a binary search.
function below(length, holds) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
