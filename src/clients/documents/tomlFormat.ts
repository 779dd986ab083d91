import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import type { JsonValue } from '../../domain/json.ts';
import type { DocumentFormat } from './documentFormat.ts';
import { removeTomlValue, setTomlValue } from './tomlEdit.ts';

/** TOML 1.0, changed in place. Lists of tables are read, but not edited. */
export const tomlFormat: DocumentFormat = {
  title: 'TOML',
  parse: (text) => {
    try {
      const value: JsonValue = JSON.parse(JSON.stringify(getStaticTOMLValue(parseTOML(text, { tomlVersion: '1.0' }))));
      return value;
    } catch {
      return undefined;
    }
  },
  edit: (text, location, value) => {
    const names = location.map(String);
    return value === undefined ? removeTomlValue(text, names) : setTomlValue(text, names, value);
  },
  write: (document) => leaves(document, []).reduce((text, { path, value }) => setTomlValue(text, path, value), ''),
};

interface Leaf {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

function leaves(value: JsonValue, path: readonly string[]): readonly Leaf[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : leaves(inner, [...path, name])));
}
