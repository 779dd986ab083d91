import { describe, expect, it } from 'vitest';
import { createFormatter } from '../../../webview-ui/src/format/formatter.ts';
import { taskTitle } from '../../../webview-ui/src/requests/taskTitle.ts';
import { en } from '../../../webview-ui/src/strings/en.ts';
import { ja } from '../../../webview-ui/src/strings/ja.ts';

const NOW = Date.UTC(2026, 10, 26, 12, 0, 0);
const firstAt = Date.UTC(2026, 10, 26, 10, 26, 5);
const tokyo = { strings: en, format: createFormatter('en-US', 'Asia/Tokyo', en.units), now: () => NOW };
const japanese = { strings: ja, format: createFormatter('ja', 'Asia/Tokyo', ja.units), now: () => NOW };
const untitled = { title: 'node, 2026-11-26 10:26 UTC', titleFrom: 'client', client: 'node', firstAt } as const;

describe('the title of a task', () => {
  it('is what the user asked', () => {
    const asked = { ...untitled, title: 'Fix the parser', titleFrom: 'prompt' } as const;
    expect(taskTitle(asked, tokyo)).toBe('Fix the parser');
  });

  it('is who worked, and since when on the clock of the reader, where no prompt is kept', () => {
    expect(taskTitle(untitled, tokyo)).toBe('node, 19:26:05');
    expect(taskTitle({ ...untitled, client: 'claude-cli/2.1.0' }, japanese)).toBe('Claude Code、19:26:05');
  });

  it('names the day where that is not today', () => {
    expect(taskTitle({ ...untitled, firstAt: firstAt - 86_400_000 }, tokyo)).toBe('node, Nov 25, 19:26');
  });

  it('says that the client is not known', () => {
    expect(taskTitle({ ...untitled, client: null }, tokyo)).toBe('Unknown client, 19:26:05');
  });

  it('is the word of the gateway where an older one tells no more', () => {
    expect(taskTitle({ title: untitled.title, client: 'node' }, tokyo)).toBe(untitled.title);
  });
});
