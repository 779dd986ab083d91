/**
 * The beginning of a text, at most so many characters, for whatever is kept longer than the text itself: what V8's
 * `slice` gives refers to the whole text, and so keeps it in memory.
 */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : String(JSON.parse(JSON.stringify(text.slice(0, most))));
}
