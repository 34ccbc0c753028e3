// What is shown, of how much, and what is set aside, in words.
import { facts, nodes } from '../core/data.js';
import { state } from '../core/state.js';
import { dateWords, plural, wholeNumber } from '../core/words.js';
import { daysOf } from './answers.js';
import { chosen, visible } from './filters.js';

const asked = { began: 'begun', held: 'in force', ended: 'ended' };

// The time chosen: "2019", "2016 to 2019", "up to May 2016"; nothing where none is.
export function chosenSpan() {
  const [from, to] = [chosen.from, chosen.to].map((text) => (daysOf(text) ? text : null)).sort((a, b) => (a && b && a > b ? 1 : 0));
  if (from === null && to === null) return '';
  if (from === null) return `up to ${dateWords(to)}`;
  if (to === null) return `${dateWords(from)} and later`;
  return from === to ? dateWords(from) : `${dateWords(from)} to ${dateWords(to)}`;
}

// What a fact is between two dates that are compared.
export const trendWords = { came: 'new', went: 'ended', same: 'in both' };

// "in force in 2016 or 2021: 45 new, 12 ended, 300 in both".
function comparedWords({ first, second }) {
  const counts = Object.entries(trendWords).map(([trend, word]) => `${wholeNumber.format([...visible.facts].filter((row) => visible.trend.get(row) === trend).length)} ${word}`);
  return `in force ${first.length === 10 ? 'on' : 'in'} ${dateWords(first)} or ${dateWords(second)}: ${counts.join(', ')}`;
}

// The question with it: "in force in 2019".
export function timeWords() {
  if (state.compared) return visible.trend ? comparedWords(state.compared) : '';
  const span = chosenSpan();
  if (!span) return '';
  const [from, to] = [chosen.from, chosen.to];
  const isDay = from !== null && from === to && from.length === 10;
  const word = isDay ? 'on' : from !== null && from === to ? 'in' : from !== null && to !== null ? 'within' : '';
  return [asked[chosen.when], word, span].filter(Boolean).join(' ');
}

export const partWords = () => `${wholeNumber.format(visible.facts.size)} of ${plural(facts.length, 'fact', 'facts')}, ${wholeNumber.format(visible.nodes.size)} of ${plural(nodes.length, 'party or place', 'parties and places')} shown`;

// What the time sets aside, one text each: "38 perhaps", "2 planned".
export const asideWords = (name) => `${wholeNumber.format(visible.aside[name])} ${name}`;

// All of it, for a caption.
export function shownWords() {
  const aside = Object.keys(visible.aside).filter((name) => visible.aside[name]);
  const told = aside.map((name) => `${asideWords(name)} ${chosen[name] ? 'among them' : 'beside them'}`);
  return [partWords(), timeWords(), ...told].filter(Boolean).join('; ');
}
