/** Finds what is not translated on a Japanese page: words in Latin letters that are no names. */
import type { Page } from 'playwright-core';

/** What is called the same in Japanese: products, protocols, standards, units, and what the editor calls itself. */
const NAMES =
  /^(?:Torii|LiteLLM|Cline|Claude|Code|Codex|Copilot|Kilo|opencode|node|Node|Langfuse|MLflow|SageMaker|OpenTelemetry|OTLP|API|AWS|STS|CSV|JSON|YAML|USD|ID|URL|Ingestion|Top|Ctrl|Enter|Asia|Tokyo|UTC|curl|bedrock|openai|hash|ms|kB|KB|MB|GB)$/;

/** Words of the texts of a page, without what is code, an answer of a model, or given by the user. */
const WORDS = `[...new Set((() => {
  const given = 'pre, code, .mono, .turn, .diff, .providerWords, .rawBox, textarea, option, script, style, .answerText';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    if (parentElement?.closest(given) === null && parentElement.checkVisibility()) texts.push(data);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
  return texts.filter((text) => /[A-Za-z]{3}/.test(text)).map((text) => text.trim());
})())]`;

/** Texts of the page with Latin words that are no names; identifiers (`claude-sonnet-4-5`, `config.yaml`) are names. */
export async function latinTexts(page: Page): Promise<readonly string[]> {
  const texts = await page.evaluate<readonly string[]>(WORDS);
  return texts.filter((text) =>
    text
      .split(/[^\w.@/:\\-]+/u)
      .filter((word) => /^[A-Za-z]{3,}[.:]?$/.test(word))
      .some((word) => !NAMES.test(word.replace(/[.:]$/, ''))),
  );
}
