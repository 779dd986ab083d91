/** A name that needs no quotes, in a block and between brackets. */
const PLAIN = /^[A-Za-z_][\w./-]*(?::[\w./-]+)*$/;
/** Words that YAML, or an older reader of it, takes for something else than text. */
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A name as YAML text. `quoted` as in JSON, where the place is written that way. */
export function writeName(name: string, quoted = false): string {
  return !quoted && PLAIN.test(name) && !WORDS.test(name) ? name : JSON.stringify(name);
}

/** `[a, b]` */
export function writeChain(names: readonly string[], quoted = false): string {
  return `[${names.map((name) => writeName(name, quoted)).join(', ')}]`;
}
