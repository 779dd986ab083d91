import { parse } from 'dotenv';
import { GatewayError } from '../../domain/errors.ts';

const PLAIN = /^[\w@%+=:,./-]+$/;

/**
 * Puts a variable into the text of a `.env` file: in its line where it has one, else behind the last line. All other
 * lines stay as they are. Throws `bad-request` for a name or value that such a file cannot carry.
 */
export function setVariable(text: string, name: string, value: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw refusal(`${name} is no name of a variable.`);
  const line = `${name}=${quoted(value)}`;
  if (parse(line)[name] !== value) throw refusal('Such a value cannot be written here. Put it into the file by hand.');
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const written = assignmentOf(name);
  // A function: the value may hold `$`, which a text would take for a place of the pattern.
  if (written.test(text)) return text.replace(written, (_old, before: string) => `${before}${line}`);
  const open = text === '' || text.endsWith('\n') ? '' : eol;
  return `${text}${open}${line}${eol}`;
}

/** The last line counts, as for the parser. A value between quotes may go over several lines. */
function assignmentOf(name: string): RegExp {
  const value = `(?:'[^']*'|"(?:[^"\\\\]|\\\\.)*"|\`[^\`]*\`|[^\\r\\n]*)`;
  const line = `^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=`;
  return new RegExp(
    `(${line.replace(`${name}[ \\t]*=`, '')})${name}[ \\t]*=[ \\t]*${value}[^\\r\\n]*(?![\\s\\S]*${line})`,
    'm',
  );
}

/** Between single quotes nothing is expanded. */
function quoted(value: string): string {
  if (value === '' || PLAIN.test(value)) return value;
  if (!/['\r\n]/.test(value)) return `'${value}'`;
  if (/[$\\]/.test(value)) throw refusal('A value with quotes, line breaks and $ or \\ must be written by hand.');
  return `"${value.replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
}

function refusal(message: string): GatewayError {
  return new GatewayError('bad-request', message);
}
