// Time: what is asked of it, two ends of a slider of years, the same two as dates, what is set aside, and play.
import { countBy, facts, firstYear, isDated, lastYear, yearBegun } from '../core/data.js';
import { byId, svg } from '../core/dom.js';
import { state, whenChanged } from '../core/state.js';
import { daysAsked, daysOf } from './answers.js';
import { asideWords, chosenSpan } from './counts.js';
import { choose, chosen, visible } from './filters.js';
import { checkbox } from './legend.js';

const PLAY_EACH = 900;
let playing = 0;

const yearText = (year) => String(year).padStart(4, '0');
const yearOf = (text, atFirst) => (daysOf(text) ? Number(text.slice(0, 4)) : atFirst);
const yearSpan = () => [yearOf(chosen.from, firstYear), yearOf(chosen.to, lastYear)].sort((a, b) => a - b);

// A span that holds every year is none.
function setYears(from, to) {
  choose({ from: from <= firstYear ? null : yearText(from), to: to >= lastYear ? null : yearText(to) });
}

// One year, even where it is the first or the last.
function setYear(year) {
  choose({ from: yearText(year), to: yearText(year) });
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
  if (single) setYear(to + 1);
  else setYears(from, to + 1);
}

function play() {
  if (playing) {
    stopPlaying();
    return;
  }
  const [from, to] = yearSpan();
  const single = from === to && chosen.from !== null;
  if (to >= lastYear) {
    if (single) setYear(firstYear);
    else choose({ to: yearText(from) });
  }
  playing = setInterval(() => playOn(single), PLAY_EACH);
  drawPlay();
}

// How many facts certainly began in each year, as bars over the slider.
function drawBars() {
  const years = facts.map(yearBegun).filter((year) => year !== undefined);
  const began = countBy(years.map((year) => ({ year: Number(year) })), 'year');
  const span = lastYear - firstYear + 1;
  const most = Math.max(...began.values());
  const bars = svg('svg', { viewBox: `0 0 ${span} 1`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  for (const [year, count] of began) {
    const height = 0.08 + 0.92 * Math.sqrt(count / most);
    bars.append(svg('rect', { x: year - firstYear + 0.1, y: 1 - height, width: 0.8, height }));
  }
  byId('bars').replaceChildren(bars);
}

function drawSpan() {
  const [from, to] = yearSpan();
  byId('slide-from').value = from;
  byId('slide-to').value = to;
  for (const id of ['slide-from', 'slide-to']) byId(id).setAttribute('aria-valuetext', String(byId(id).value));
  // Where both ends meet at the last year, the first one must stay within reach.
  byId('slide-from').style.zIndex = from > (firstYear + lastYear) / 2 ? 3 : 1;
  byId('span').textContent = chosenSpan() || `${firstYear} to ${lastYear}`;
  const share = (year) => `${(100 * (year - firstYear)) / Math.max(lastYear - firstYear, 1)}%`;
  byId('bars').style.setProperty('--from', share(from));
  byId('bars').style.setProperty('--to', share(to));
  for (const [id, key] of [['from-date', 'from'], ['to-date', 'to']]) {
    if (document.activeElement !== byId(id)) byId(id).value = chosen[key] ?? '';
  }
}

function drawQuestion() {
  for (const each of byId('when').children) each.setAttribute('aria-pressed', String(each.dataset.when === chosen.when));
  const open = !daysAsked(chosen) && !state.compared;
  // Where two dates are compared, these are the time that is asked for.
  byId('time').classList.toggle('away', Boolean(state.compared));
  for (const id of ['from-date', 'to-date']) byId(id).disabled = Boolean(state.compared);
  for (const name of Object.keys(visible.aside)) byId(name).disabled = open;
}

function drawAside() {
  for (const [name, count] of Object.entries(visible.aside)) {
    const chip = byId(`${name}-here`);
    chip.textContent = `+ ${asideWords(name)}`;
    chip.classList.toggle('away', !count);
    chip.setAttribute('aria-pressed', String(chosen[name]));
  }
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

function dateInput(input, key) {
  input.placeholder = key === 'from' ? firstYear : lastYear;
  input.addEventListener('input', () => {
    const text = input.value.trim();
    // A date that is still being typed filters nothing.
    choose({ [key]: daysOf(text) ? text : null });
    input.setAttribute('aria-invalid', String(text !== '' && !daysOf(text)));
  });
}

export function startTime() {
  byId('dates').hidden = !isDated;
  byId('time').hidden = !isDated;
  document.body.classList.toggle('undated', !isDated);
  if (!isDated) return;
  for (const each of byId('when').children) each.addEventListener('click', () => choose({ when: each.dataset.when }));
  for (const name of Object.keys(visible.aside)) {
    checkbox(byId(name), name);
    byId(`${name}-here`).addEventListener('click', () => choose({ [name]: !chosen[name] }));
  }
  slideEnd('slide-from', 'from');
  slideEnd('slide-to', 'to');
  dateInput(byId('from-date'), 'from');
  dateInput(byId('to-date'), 'to');
  byId('play').addEventListener('click', play);
  drawBars();
  drawPlay();
  whenChanged('filters', drawSpan);
  whenChanged(['filters', 'compared'], drawQuestion);
  whenChanged('visible', drawAside);
}
