// How a fact is cited: the source that it stands in, what says so, and where it was read.

const LATEX = new Map([['\\', '\\textbackslash{}'], ['{', '\\{'], ['}', '\\}'], ['%', '\\%'], ['&', '\\&'], ['#', '\\#'], ['_', '\\_'], ['$', '\\$'], ['~', '\\textasciitilde{}'], ['^', '\\textasciicircum{}']]);
const latex = (text) => String(text).replace(/[\\{}%&#_$~^]/g, (sign) => LATEX.get(sign)).replace(/\s+/g, ' ');
// A line of RIS ends where the text of a field has an end of line.
const oneLine = (text) => String(text).replace(/\s+/g, ' ').trim();

// "Zalessky, B.: Contours (2023), note 12. In: ...": the parts that are told.
function sourceText({ author, title, year, locator }) {
  const head = [author && `${author}:`, title, year !== undefined && `(${year})`].filter(Boolean).join(' ');
  return [head, locator].filter(Boolean).join(', ');
}

// `fact` has `id` and `said` (what it says, in words); `source` and `whole` (what the source stands in) may be missing;
// `page` is the title under which it was read, `read` the day, as 2026-11-30.
export function asText({ fact, source, whole, page, read }) {
  const cited = source ? `${sourceText(source)}${whole ? `. In: ${sourceText(whole)}` : ''}${source.url ? `. ${source.url}` : ''}. ` : '';
  return `${cited}Fact ${fact.id}: ${fact.said}. Read in: ${page}, ${read}.`;
}

const keyOf = (id) => id.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60) || 'fact';

export function asBibtex({ fact, source, whole, page, read }) {
  const note = `Fact ${fact.id}: ${fact.said}. Read in: ${page}, ${read}`;
  const fields = [
    ['author', source?.author], ['title', source?.title ?? page], ['year', source?.year], ['booktitle', whole?.title],
    ['howpublished', source?.locator], ['url', source?.url], ['note', note],
  ].filter(([, value]) => value !== undefined);
  return `@misc{${keyOf(fact.id)},\n${fields.map(([name, value]) => `  ${name} = {${name === 'url' ? value.replace(/[{}\\\s]/g, encodeURIComponent) : latex(value)}}`).join(',\n')}\n}`;
}

const RIS_KINDS = new Map([['book', 'BOOK'], ['news', 'NEWS'], ['web', 'ELEC'], ['article', 'JOUR']]);

export function asRis({ fact, source, whole, page, read }) {
  const lines = [
    ['TY', RIS_KINDS.get(source?.kind) ?? 'GEN'], ['AU', source?.author], ['TI', source?.title ?? page], ['T2', whole?.title],
    ['PY', source?.year], ['SP', source?.locator], ['UR', source?.url], ['ID', fact.id], ['N1', `${fact.said}. Read in: ${page}, ${read}`],
  ].filter(([, value]) => value !== undefined);
  return [...lines.map(([tag, value]) => `${tag}  - ${oneLine(value)}`), 'ER  - '].join('\n');
}

const CSL_KINDS = new Map([['book', 'book'], ['news', 'article-newspaper'], ['web', 'webpage'], ['article', 'article-journal']]);

export function asCsl({ fact, source, whole, page, read }) {
  const item = {
    id: fact.id,
    type: CSL_KINDS.get(source?.kind) ?? 'document',
    title: source?.title ?? page,
    author: source?.author === undefined ? undefined : [{ literal: source.author }],
    issued: source?.year === undefined ? undefined : { 'date-parts': [[source.year]] },
    'container-title': whole?.title,
    locator: source?.locator,
    URL: source?.url,
    accessed: { 'date-parts': [read.split('-').map(Number)] },
    note: `${fact.said}. Read in: ${page}`,
  };
  return JSON.stringify([item], null, 2);
}

export const citationForms = new Map([['Text', asText], ['BibTeX', asBibtex], ['RIS', asRis], ['CSL-JSON', asCsl]]);
