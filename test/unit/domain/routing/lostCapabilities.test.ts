import { expect, it } from 'vitest';
import type { ModelCapabilities, ModelCard } from '../../../../src/domain/capabilities.ts';
import { lostCapabilities } from '../../../../src/domain/routing/lostCapabilities.ts';

const caching = { maxPoints: 4, minTokens: 1024, places: ['system'], oneHour: false } as const;
const can: ModelCapabilities = {
  ...{ tools: true, forcedToolChoice: [], images: true, documents: true, system: true, thinking: 'budget' },
  ...{ caching, structuredOutput: true, topK: true, imagesInToolResults: true },
};

function card(values: Partial<ModelCard['capabilities']> = {}, maxInputTokens?: number): ModelCard {
  const capabilities = { ...can, ...values };
  return { mode: 'chat', maxInputTokens, maxOutputTokens: undefined, capabilities, price: undefined };
}

it('lists what the fallback lacks, the most costly first', () => {
  const plain = card({ caching: undefined, thinking: 'none', tools: false, images: false, documents: false });
  expect(lostCapabilities([card()], [plain])).toEqual(['promptCaching', 'tools', 'images', 'documents', 'thinking']);
  expect(lostCapabilities([card()], [card()])).toEqual([]);
});

it('counts what all of a group can, and what one of the fallback cannot', () => {
  const without = card({ images: false });
  expect(lostCapabilities([card(), without], [without])).toEqual([]);
  expect(lostCapabilities([card()], [card(), without])).toEqual(['images']);
});

it('compares context windows where they are known', () => {
  expect(lostCapabilities([card({}, 200_000)], [card({}, 8_000)])).toEqual(['contextWindow']);
  expect(lostCapabilities([card({}, 200_000)], [card()])).toEqual([]);
  expect(lostCapabilities([card({}, 8_000)], [card({}, 200_000)])).toEqual([]);
});

it('says nothing of names without deployments', () => {
  expect(lostCapabilities([card()], [])).toEqual([]);
  expect(lostCapabilities([], [card({ tools: false })])).toEqual([]);
});
