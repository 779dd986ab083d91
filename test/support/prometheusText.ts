export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly Sample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*="((?:[^"\\\n]|\\\\|\\"|\\n)*)"$/;

/**
 * Reads Prometheus' text format 0.0.4, and throws at whatever a strict reader would: samples before their family, a
 * family twice, a series twice, labels or values of a wrong form, histograms that do not add up.
 */
export function parsePrometheus(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, Family & { samples: Sample[] }>();
  const series = new Set<string>();
  let help: { readonly name: string; readonly text: string } | undefined;
  let current = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (word === 'HELP') {
      help = { name, text: rest };
    } else if (word === 'TYPE') {
      if (help?.name !== name || families.has(name) || !NAME.test(name))
        throw new Error(`family ${name} is not in order`);
      if (rest !== 'counter' && rest !== 'gauge' && rest !== 'histogram') throw new Error(`type ${rest}`);
      families.set(name, { type: rest, help: help.text, samples: [] });
      current = name;
    } else {
      const sample = parseSample(line);
      const family = families.get(current);
      if (family === undefined || !belongs(sample.name, current, family.type)) throw new Error(`stray: ${line}`);
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).toSorted()]);
      if (series.has(key)) throw new Error(`twice: ${line}`);
      series.add(key);
      family.samples.push(sample);
    }
  }
  for (const [name, family] of families) if (family.type === 'histogram') checkHistogram(name, family.samples);
  return families;
}

function parseSample(line: string): Sample {
  const [, name = '', inner, number = ''] = /^([^\s{]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (!NAME.test(name)) throw new Error(`not a sample: ${line}`);
  const value = number === '+Inf' ? Number.POSITIVE_INFINITY : Number(number);
  if (Number.isNaN(value)) throw new Error(`not a number: ${line}`);
  const pairs = inner === undefined ? [] : (inner.match(/[^,=]+="(?:[^"\\]|\\.)*"/g) ?? []);
  if (pairs.join(',') !== (inner ?? '')) throw new Error(`labels: ${line}`);
  const labels = pairs.map((pair) => {
    const written = LABEL.exec(pair)?.[1];
    if (written === undefined) throw new Error(`label: ${pair}`);
    return [
      pair.slice(0, pair.indexOf('=')),
      written.replaceAll(/\\(.)/g, (_all, c) => (c === 'n' ? '\n' : c)),
    ] as const;
  });
  return { name, labels: Object.fromEntries(labels), value };
}

function belongs(sample: string, family: string, type: Family['type']): boolean {
  if (type !== 'histogram') return sample === family;
  return [`${family}_bucket`, `${family}_sum`, `${family}_count`].includes(sample);
}

function checkHistogram(name: string, samples: readonly Sample[]): void {
  const bySeries = new Map<string, Sample[]>();
  for (const sample of samples) {
    const { le: _le, ...rest } = sample.labels;
    const key = JSON.stringify(Object.entries(rest).toSorted());
    bySeries.set(key, [...(bySeries.get(key) ?? []), sample]);
  }
  for (const some of bySeries.values()) {
    const buckets = some.filter((sample) => sample.name === `${name}_bucket`);
    const count = some.find((sample) => sample.name === `${name}_count`)?.value;
    const rising = buckets.every(({ value }, index) => index === 0 || value >= (buckets[index - 1]?.value ?? 0));
    const last = buckets.at(-1);
    if (!rising || last?.labels['le'] !== '+Inf' || last.value !== count) throw new Error(`histogram ${name}`);
  }
}
