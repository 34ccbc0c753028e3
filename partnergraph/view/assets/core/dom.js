// Elements are built from text; nothing in the data is ever read as markup.
export const byId = (id) => document.getElementById(id);

export function element(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === 'class') made.className = value;
    else if (name === 'on') for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ''));
  return made;
}

// A name keeps its writing direction to itself, whatever control characters it holds.
export const isolated = (text) => element('bdi', {}, String(text));

export const button = (act, options, ...children) => element('button', { type: 'button', ...options, on: { click: act } }, ...children);

// Only addresses of the web become links; anything else is shown as the text it is.
export function link(address, text) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return isolated(text);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return isolated(text);
  return element('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, isolated(text));
}

export function svg(tag, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
