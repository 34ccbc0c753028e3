// The years: two ends of a slider, the same two as numbers, and play.
import { countBy, facts, firstYear, lastYear, years } from '../core/data.js';
import { byId, svg } from '../core/dom.js';
import { whenChanged } from '../core/state.js';
import { wholeNumber } from '../core/words.js';
import { choose, chosen } from './filters.js';

const PLAY_EACH = 900;
let playing = 0;

const yearSpan = () => [chosen.from ?? firstYear, chosen.to ?? lastYear];

// A span that holds every year is none.
function setYears(from, to) {
  choose({ from: from === null || from <= firstYear ? null : from, to: to === null || to >= lastYear ? null : to });
}

function stopPlaying() {
  clearInterval(playing);
  playing = 0;
  drawPlay();
}

function drawPlay() {
  byId('play').textContent = playing ? '❚❚' : '►';
  byId('play').setAttribute('aria-label', playing ? 'Stop' : 'Play the years');
  byId('play').title = playing ? 'Stop' : 'Play: from the first year on, one more each second';
}

// A single year wanders; a longer span grows from its first year. At the end it stops.
function playOn(single) {
  const [from, to] = yearSpan();
  if (to >= lastYear) {
    stopPlaying();
    return;
  }
  setYears(single ? from + 1 : from, to + 1);
}

function play() {
  if (playing) {
    stopPlaying();
    return;
  }
  const [from, to] = yearSpan();
  const single = from === to && chosen.from !== null;
  if (to >= lastYear) choose(single ? { from: firstYear, to: firstYear } : { to: from });
  playing = setInterval(() => playOn(single), PLAY_EACH);
  drawPlay();
}

// How many facts began in each year, as bars over the slider.
function drawBars() {
  const began = countBy(facts.filter((fact) => fact.years).map((fact) => ({ year: fact.years[0] })), 'year');
  const span = lastYear - firstYear + 1;
  const most = Math.max(...began.values());
  const bars = svg('svg', { viewBox: `0 0 ${span} 1`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  for (const [year, count] of began) {
    const height = 0.08 + 0.92 * Math.sqrt(count / most);
    bars.append(svg('rect', { x: year - firstYear + 0.1, y: 1 - height, width: 0.8, height }));
  }
  byId('bars').replaceChildren(bars);
}

function drawYears() {
  const [from, to] = yearSpan();
  const open = chosen.from === null && chosen.to === null;
  byId('slide-from').value = from;
  byId('slide-to').value = to;
  for (const id of ['slide-from', 'slide-to']) byId(id).setAttribute('aria-valuetext', String(byId(id).value));
  // Where both ends meet at the last year, the first one must stay within reach.
  byId('slide-from').style.zIndex = from > (firstYear + lastYear) / 2 ? 3 : 1;
  byId('span').textContent = open ? `${firstYear}–${lastYear}` : from === to ? String(from) : `${from}–${to}`;
  const share = (year) => `${(100 * (year - firstYear)) / Math.max(lastYear - firstYear, 1)}%`;
  byId('bars').style.setProperty('--from', share(from));
  byId('bars').style.setProperty('--to', share(to));
  for (const [id, key] of [['from-year', 'from'], ['to-year', 'to']]) {
    if (document.activeElement !== byId(id)) byId(id).value = chosen[key] ?? '';
  }
  byId('undated').disabled = open;
  byId('undated').checked = open || chosen.undated;
  byId('undated-here').classList.toggle('away', open);
  byId('undated-here').setAttribute('aria-pressed', String(chosen.undated));
  byId('in-force').value = chosen.inForce ? 'yes' : 'no';
}

function slideEnd(id, key) {
  const slider = byId(id);
  Object.assign(slider, { min: firstYear, max: lastYear, step: 1 });
  slider.addEventListener('input', () => {
    const [from, to] = yearSpan();
    const year = Number(slider.value);
    // One end takes the other along, so that they never cross.
    if (key === 'from') setYears(year, Math.max(year, to));
    else setYears(Math.min(year, from), year);
  });
}

function yearInput(input, key) {
  Object.assign(input, { min: firstYear, max: lastYear, placeholder: key === 'from' ? firstYear : lastYear });
  input.addEventListener('input', () => {
    // A year that is still being typed filters nothing.
    choose({ [key]: /^\d{4}$/.test(input.value) ? Number(input.value) : null });
  });
}

export function startTime() {
  const dated = years.length > 0;
  byId('dates').hidden = !dated;
  byId('time').hidden = !dated;
  byId('undated-here').hidden = !dated;
  document.body.classList.toggle('undated', !dated);
  if (!dated) return;
  const undated = facts.filter((fact) => !fact.years).length;
  byId('undated-count').textContent = wholeNumber.format(undated);
  byId('undated-here').textContent = `+ ${wholeNumber.format(undated)} undated`;
  byId('undated-here').addEventListener('click', () => choose({ undated: !chosen.undated }));
  byId('in-force').addEventListener('change', () => choose({ inForce: byId('in-force').value === 'yes' }));
  slideEnd('slide-from', 'from');
  slideEnd('slide-to', 'to');
  yearInput(byId('from-year'), 'from');
  yearInput(byId('to-year'), 'to');
  byId('play').addEventListener('click', play);
  drawBars();
  drawPlay();
  whenChanged('filters', drawYears);
}
