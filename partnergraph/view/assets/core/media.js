// What the system and the screen ask for.
export const darkScheme = matchMedia('(prefers-color-scheme: dark)');
export const calm = matchMedia('(prefers-reduced-motion: reduce)');
export const narrow = matchMedia('(max-width: 820px)');
