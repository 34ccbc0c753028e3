// A fact's citations, to be copied.
import { citationForms } from '../core/citation.js';
import { data, facts, nodes, sources } from '../core/data.js';
import { button, element } from '../core/dom.js';
import { period, words } from '../core/words.js';
import { isoToday } from '../save/as_svg.js';

// What the forms need to know of a fact, by each of its sources; a fact without a source is cited by the page alone.
function citedBy(row) {
  const fact = facts[row];
  const said = [words(fact.type), `${nodes[fact.from].name} - ${nodes[fact.to].name}`, period(fact), fact.status, fact.title].filter(Boolean).join(', ');
  const common = { fact: { id: fact.id, said }, page: data.title, read: isoToday() };
  if (!fact.sources.length) return [common];
  return fact.sources.map((source) => ({ ...common, source: sources[source], whole: sources[sources[source].partOf] }));
}

// A heading that opens the citations; "cite a fact" is one click from the fact.
export function citationsOf(row) {
  const part = element('details', { class: 'cite' }, element('summary', {}, 'Cite this'));
  part.addEventListener('toggle', () => {
    if (part.children.length > 1) return;
    for (const [form, write] of citationForms) {
      const text = citedBy(row).map(write).join('\n\n');
      const field = element('textarea', { readonly: '', rows: form === 'Text' ? 4 : 6, 'aria-label': `Citation as ${form}` });
      field.value = text;
      const copy = button(async () => {
        field.select();
        try {
          await navigator.clipboard.writeText(text);
          copy.textContent = 'Copied';
        } catch {
          copy.textContent = 'Selected: copy it by key';
        }
      }, { class: 'more' }, `Copy ${form}`);
      part.append(element('div', { class: 'citation' }, field, copy));
    }
  });
  return part;
}
