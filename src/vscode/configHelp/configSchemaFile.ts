import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SchemaNode, schemaNode } from './schemaWalk.ts';

/** The schema of the config, as the build wrote it: read when it is first needed, since most windows never do. */
export class ConfigSchemaFile {
  readonly #path: string;
  #text: Promise<string> | undefined;
  #root: Promise<SchemaNode> | undefined;

  constructor(extensionPath: string) {
    this.#path = join(extensionPath, 'dist', 'config.schema.json');
  }

  text(): Promise<string> {
    this.#text ??= readFile(this.#path, 'utf8');
    return this.#text;
  }

  root(): Promise<SchemaNode> {
    this.#root ??= this.text().then((text) => schemaNode.parse(JSON.parse(text)));
    return this.#root;
  }
}
