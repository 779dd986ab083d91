import * as vscode from 'vscode';
import type { ConfigSchemaFile } from './configSchemaFile.ts';

const ID = 'redhat.vscode-yaml';
const SCHEMA_URI = 'torii://schema/config';

/** Red Hat's YAML extension, as far as its README describes what others may call. */
interface YamlApi {
  registerContributor(
    id: string,
    schemaOf: (file: string) => string | undefined,
    contentOf: (schema: string) => string | undefined,
  ): boolean;
}

export function hasYamlExtension(): boolean {
  return vscode.extensions.getExtension(ID) !== undefined;
}

/** The manifest names usual files; the config in force can have any name, so the YAML extension is told of it. */
export function offerSchema(schema: ConfigSchemaFile, inForce: () => string): void {
  const extension = vscode.extensions.getExtension<unknown>(ID);
  if (extension === undefined) return;
  void Promise.all([extension.activate(), schema.text()]).then(
    ([api, text]) => {
      if (!isYamlApi(api)) return;
      api.registerContributor(
        'torii',
        (file) => (vscode.Uri.parse(file).fsPath === inForce() ? SCHEMA_URI : undefined),
        (uri) => (uri === SCHEMA_URI ? text : undefined),
      );
    },
    // Without it the files that the manifest names still have their schema.
    () => undefined,
  );
}

function isYamlApi(api: unknown): api is YamlApi {
  return (
    typeof api === 'object' &&
    api !== null &&
    'registerContributor' in api &&
    typeof api.registerContributor === 'function'
  );
}
