// @ts-check

/**
 * @typedef {object} Names what a query speaks of
 * @property {{ metric: string, labels: string[] }[]} selected metrics, each with the labels it is chosen by
 * @property {string[]} grouped labels that results are grouped or matched by
 */

/** @typedef {ReadonlyMap<string, ReadonlySet<string>>} Series the labels of each series there is, by its name */

const STRING = /"(?:[^"\\]|\\.)*"/g;
const TIME = /\[[^\]]*\]|\boffset\s+\w+/g;
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const CHOSEN = /([a-zA-Z_:][\w:]*)\s*\{([^}]*)\}/g;
const MATCHED = /(\w+)\s*(?:=~|!~|!=|=)/g;
// A name with a parenthesis after it is a function.
const NAME = /(?<![\w.])[a-zA-Z_:][\w:]*\b(?!\s*\()/g;
const WORDS = new Set(['and', 'or', 'unless', 'bool', 'group_left', 'group_right', 'by', 'inf', 'nan']);

/** Reads the names in a query that is known to be one. @param {string} query @returns {Names} */
export function namesIn(query) {
  /** @type {Names} */
  const names = { selected: [], grouped: [] };
  const rest = query
    .replaceAll(STRING, '""')
    .replaceAll(TIME, ' ')
    .replaceAll(GROUPING, (_all, labels) => {
      names.grouped.push(...labels.split(',').map((/** @type {string} */ label) => label.trim()));
      return ' ';
    })
    .replaceAll(CHOSEN, (_all, metric, matchers) => {
      names.selected.push({
        metric,
        labels: [...matchers.matchAll(MATCHED)].map((match) => match[1]),
      });
      return ' ';
    });
  for (const [metric] of rest.matchAll(NAME))
    if (!WORDS.has(metric)) names.selected.push({ metric, labels: [] });
  names.grouped = names.grouped.filter((label) => label !== '');
  return names;
}

/**
 * What a query asks for that nobody has. `shown` is text with labels in braces, for people: it may name only what the
 * query is about.
 * @param {Series} series @param {string} query @param {string} [shown]
 * @returns {string[]}
 */
export function problemsOf(series, query, shown = '') {
  const { selected, grouped } = namesIn(query);
  const unknown = selected.flatMap(({ metric, labels }) => {
    const known = series.get(metric);
    if (!known) return [`${metric} is exported by nobody`];
    return labels.filter((label) => !known.has(label)).map((label) => `${metric} has no label ${label}`);
  });
  const all = new Set(selected.flatMap(({ metric }) => [...(series.get(metric) ?? [])]));
  const named = [...grouped, ...labelsIn(shown)];
  return [
    ...unknown,
    ...named.filter((label) => !all.has(label)).map((label) => `there is no label ${label}`),
  ];
}

const SHOWN = /\{\{\s*(?:\$labels\.)?(\w+)[^}]*\}\}/g;

/** @param {string} text */
const labelsIn = (text) => [...text.matchAll(SHOWN)].flatMap(([, label]) => (label ? [label] : []));
