import type { ErrorCode } from 'yaml';

interface SyntaxAdvice {
  /** Replaces the parser's words where they speak to programmers. */
  readonly message?: string | undefined;
  readonly fix: string;
}

const DEFAULT_ADVICE: SyntaxAdvice = { fix: 'Check the indentation, quotes and colons here and on the line above.' };

const ADVICE: Partial<Record<ErrorCode, SyntaxAdvice>> = {
  DUPLICATE_KEY: { message: 'This key stands twice in the same map', fix: 'Keep one of the two, or merge them.' },
  TAB_AS_INDENT: { fix: 'Indent with spaces.' },
  MISSING_CHAR: { fix: 'Add the missing character, or remove the one that opened it.' },
  BAD_INDENT: { fix: 'Line the keys of one map up under each other.' },
  BAD_SCALAR_START: { fix: 'Put the value in double quotes.' },
  BAD_DQ_ESCAPE: { fix: 'Double the backslash, or use single quotes.' },
  NON_STRING_KEY: { message: 'A key must be plain text', fix: 'Write the key as text, in quotes if need be.' },
  MULTIPLE_DOCS: {
    message: 'The file holds several YAML documents',
    fix: 'Remove the line "---", or move the second document to a file of its own named under `include`.',
  },
  RESOURCE_EXHAUSTION: { fix: 'Nest the document less deeply.' },
};

/** What to tell the author about an error of the YAML parser. */
export function adviseOnSyntax(code: ErrorCode, message: string): { readonly message: string; readonly fix: string } {
  const advice = ADVICE[code] ?? DEFAULT_ADVICE;
  return { message: advice.message ?? message, fix: advice.fix };
}
