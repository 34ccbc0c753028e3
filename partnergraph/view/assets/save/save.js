// Taking away: the present view as PNG or SVG, the visible facts as CSV, a link to here, a print.
import { data, facts, nodes, sources } from '../core/data.js';
import { byId, element, isolated } from '../core/dom.js';
import { hasAddress, linkToHere } from '../core/link.js';
import { setQuietly, state, whenChanged } from '../core/state.js';
import { amountWords, dateWords, period, wholeNumber, words } from '../core/words.js';
import { shownWords } from '../filters/counts.js';
import { visible } from '../filters/filters.js';
import { composeSvg, isoToday, svgSource } from './as_svg.js';
import { csvText } from './csv.js';
import { saveFile, sayTaken } from './file.js';

const PNG_SCALE = 2;
// A report is a few pages; whoever prints the table asks for all of it.
const PRINTED_FACTS = { report: 40, table: 2000 };
const PRINTED_HUBS = 20;

function saveSvg() {
  saveFile(svgSource(composeSvg().sheet), 'image/svg+xml;charset=utf-8', 'svg');
}

// The same sheet as a picture of points, twice as fine as the screen.
function savePng() {
  const { sheet, size } = composeSvg();
  const address = URL.createObjectURL(new Blob([svgSource(sheet)], { type: 'image/svg+xml;charset=utf-8' }));
  const image = new Image();
  image.addEventListener('load', () => {
    const paper = document.createElement('canvas');
    Object.assign(paper, { width: Math.round(size.width * PNG_SCALE), height: Math.round(size.height * PNG_SCALE) });
    paper.getContext('2d').drawImage(image, 0, 0, paper.width, paper.height);
    URL.revokeObjectURL(address);
    paper.toBlob((blob) => (blob ? saveFile(blob, 'image/png', 'png') : sayTaken('This browser could not make the picture; take the SVG.')), 'image/png');
  });
  image.addEventListener('error', () => sayTaken('This browser could not draw the picture; take the SVG.'));
  image.src = address;
}

const csvColumns = ['type', 'from', 'to', 'date', 'until', 'status', 'title', 'amount', 'unit', 'sources', 'links', 'section', 'note', 'id', 'from_id', 'to_id'];

function sourceLine(row) {
  const { author, title, year, locator } = sources[row];
  return [author && `${author}:`, title, year && `(${year})`, locator].filter(Boolean).join(' ');
}

function csvValues(row) {
  const fact = facts[row];
  const [from, to] = [nodes[fact.from], nodes[fact.to]];
  const links = fact.sources.map((source) => sources[source].url).filter(Boolean).join(' ');
  return [fact.type, from.name, to.name, fact.date, fact.until, fact.status, fact.title, fact.amount, fact.unit, fact.sources.map(sourceLine).join('; '), links, fact.section, fact.note, fact.id, from.id, to.id];
}

const csvOfFacts = () => csvText([csvColumns, ...[...visible.facts].sort((a, b) => a - b).map(csvValues)]);

function showLink(address) {
  const field = element('input', { readonly: '', value: address, 'aria-label': 'Link to this view' });
  byId('taken').replaceChildren('Copy this link: ', field);
  field.select();
}

async function copyLink() {
  const address = linkToHere();
  try {
    await navigator.clipboard.writeText(address);
    sayTaken('The link is copied; it opens this file in this view.');
  } catch {
    // Not every page may use the clipboard; a person still may.
    showLink(address);
  }
}

// On paper: white, the picture with its legend, the facts below.
function inLight(act) {
  const chosenTheme = state.theme;
  setQuietly({ theme: 'light' });
  try {
    return act();
  } finally {
    setQuietly({ theme: chosenTheme });
  }
}

function printedFacts() {
  const rows = [...visible.facts];
  const cells = (row) => [words(facts[row].type), nodes[facts[row].from].name, nodes[facts[row].to].name, period(facts[row]), facts[row].status, facts[row].title ?? '', amountWords(facts[row]), facts[row].sources.map(sourceLine).join('; ')];
  const heads = ['Type', 'From', 'To', 'Date', 'Status', 'What', 'Amount', 'Source'];
  const asTable = state.view === 'table';
  const listed = rows.slice(0, asTable ? PRINTED_FACTS.table : PRINTED_FACTS.report);
  const rest = rows.length > listed.length ? [element('p', {}, `The first ${wholeNumber.format(listed.length)} of ${wholeNumber.format(rows.length)} facts are printed; ${asTable ? '' : 'print the table for more, '}the CSV has them all.`)] : [];
  const body = listed.map((row) => element('tr', {}, ...cells(row).map((text) => element('td', {}, isolated(text)))));
  return [...rest, element('table', {}, element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))), element('tbody', {}, ...body))];
}

// The first rows of the ranking as it stands beside the picture.
function printedHubs() {
  const table = document.querySelector('#hub-table table');
  if (!table || state.view === 'table') return [];
  const cellsOf = (row) => [...row.cells].map((cell) => cell.textContent.trim());
  const row = (name, texts) => element('tr', {}, ...texts.map((text) => element(name, {}, isolated(text))));
  const body = [...table.tBodies[0].rows].slice(0, PRINTED_HUBS);
  return [element('h2', {}, 'Ranking'), element('table', {}, element('thead', {}, row('th', cellsOf(table.tHead.rows[0]))), element('tbody', {}, ...body.map((each) => row('td', cellsOf(each)))))];
}

function layOutPrint() {
  const parts = [element('h1', {}, isolated(data.title))];
  if (state.view === 'table') parts.push(element('p', {}, [shownWords(), data.cut, data.note, data.about, `Written ${dateWords(isoToday())}.`].filter(Boolean).join('. ')));
  else parts[0] = inLight(() => composeSvg({ paper: '#ffffff' }).sheet);
  byId('print').replaceChildren(...parts, ...printedHubs(), ...printedFacts());
}

export function startTakeaway() {
  const menu = byId('take-away');
  const acts = { png: savePng, svg: saveSvg, csv: () => saveFile(csvOfFacts(), 'text/csv;charset=utf-8', 'csv'), link: copyLink, print: () => window.print() };
  for (const [name, act] of Object.entries(acts)) byId(`take-${name}`).addEventListener('click', act);
  const pictures = () => {
    for (const name of ['png', 'svg']) byId(`take-${name}`).disabled = state.view === 'table';
  };
  whenChanged('view', pictures);
  pictures();
  byId('take-link').hidden = !hasAddress;
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!menu.contains(target)) menu.open = false;
  });
  window.addEventListener('beforeprint', layOutPrint);
  window.addEventListener('afterprint', () => byId('print').replaceChildren());
}
