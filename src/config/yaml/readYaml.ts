import { type Document, parseDocument } from 'yaml';
import { isObject } from '../../domain/json.ts';
import type { Diagnostic } from '../../domain/settings.ts';
import type { LocationNode } from './locationTree.ts';
import { adviseOnSyntax } from './syntaxAdvice.ts';
import { createTextPositions, type SourceRange, type TextPositions } from './textPositions.ts';
import { walkDocument } from './walkDocument.ts';

/** One error often causes a chain of others; the first few say all. */
const MAX_SYNTAX_FINDINGS = 20;

export interface ReadYaml {
  /** The document's map; empty for an empty file. Undefined where the text is not usable. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
  readonly location: LocationNode;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one YAML file whose top level must be a map. Never throws. */
export function readYaml(file: string, text: string): ReadYaml {
  const positions = createTextPositions(file, text);
  const diagnostics: Diagnostic[] = [];
  try {
    const document = parseDocument(text, { stringKeys: true, prettyErrors: false, logLevel: 'error' });
    diagnostics.push(...syntaxFindings(document, positions));
    return { ...readContents(document, positions, diagnostics), diagnostics };
  } catch {
    const at = positions.firstLine(0, text.length);
    diagnostics.push(syntaxFinding(at, 'The text is too deeply nested to be read', 'Nest the document less deeply.'));
    return { value: undefined, location: emptyNode(positions), diagnostics };
  }
}

function readContents(
  document: Document,
  positions: TextPositions,
  diagnostics: Diagnostic[],
): Pick<ReadYaml, 'value' | 'location'> {
  if (diagnostics.some(isError)) return { value: undefined, location: emptyNode(positions) };
  const { value, location } = walkDocument(document, positions, (problem) => {
    diagnostics.push(syntaxFinding(problem.at, problem.message, 'Write the value out at this place.'));
  });
  if (diagnostics.some(isError)) return { value: undefined, location };
  if (value === null) return { value: {}, location };
  if (isObject(value)) return { value, location };
  diagnostics.push(
    syntaxFinding(location.value, 'A config is a map of sections', 'Begin with `model_list:` on a line of its own.'),
  );
  return { value: undefined, location };
}

function syntaxFindings(document: Document, positions: TextPositions): Diagnostic[] {
  const errors = document.errors.slice(0, MAX_SYNTAX_FINDINGS).map((error) => {
    const { message, fix } = adviseOnSyntax(error.code, error.message);
    return syntaxFinding(positions.range(error.pos[0], error.pos[1]), message, fix);
  });
  const warnings = document.warnings.slice(0, MAX_SYNTAX_FINDINGS).map(
    (warning): Diagnostic => ({
      ...syntaxFinding(positions.range(warning.pos[0], warning.pos[1]), warning.message, 'Remove the tag.'),
      severity: 'warning',
      code: 'yaml-tag',
    }),
  );
  return [...errors, ...warnings];
}

function syntaxFinding(at: SourceRange, message: string, fix: string): Diagnostic {
  return { severity: 'error', code: 'yaml-syntax', message, ...at, path: '', fix };
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}

function emptyNode(positions: TextPositions): LocationNode {
  return { key: undefined, value: positions.range(0, 0), children: new Map() };
}
