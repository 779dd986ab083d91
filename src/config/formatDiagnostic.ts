import type { Diagnostic } from '../domain/settings.ts';

/** `file:line:column: message. Fix.`: what terminals and editors turn into a link. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, message, fix } = diagnostic;
  const sentence = message.endsWith('.') ? message : `${message}.`;
  return [`${file}:${line}:${column}: ${sentence}`, fix].filter(Boolean).join(' ');
}
