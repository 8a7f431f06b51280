// @ts-check

/**
 * @typedef {object} LockedPackage
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */
/** @typedef {Record<string, LockedPackage>} Packages as in package-lock.json, by where they lie */

/**
 * Where everything lies that some packages need to run, they themselves included: paths of `package-lock.json`, sorted.
 * What one of them would like to have and is not installed is left out, as it is at run time; so are peers that it can do
 * without, for whoever wants those names them.
 * @param {Packages} packages
 * @param {readonly string[]} names
 * @returns {string[]}
 */
export function closureOf(packages, names) {
  /** @type {Set<string>} */
  const found = new Set();
  const waiting = names.flatMap((name) => placeOf(packages, '', name) ?? []);
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (found.has(place)) continue;
    found.add(place);
    const from = place;
    waiting.push(...wanted(packages[from]).flatMap((name) => placeOf(packages, from, name) ?? []));
  }
  return [...found].sort();
}

/** @param {LockedPackage | undefined} locked */
const wanted = (locked) => [
  ...Object.keys({ ...locked?.dependencies, ...locked?.optionalDependencies }),
  ...Object.keys(locked?.peerDependencies ?? {}).filter((name) => !isOptional(locked, name)),
];

/** @param {LockedPackage | undefined} locked @param {string} name */
const isOptional = (locked, name) => locked?.peerDependenciesMeta?.[name]?.optional === true;

/**
 * Where Node finds a package that another one asks for: in the nearest `node_modules` on the way up.
 * @param {Packages} packages @param {string} from @param {string} name @returns {string | undefined}
 */
function placeOf(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (at === '') return undefined;
  }
}
