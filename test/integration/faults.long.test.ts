import { afterAll, describe, expect, it } from 'vitest';
import { refusingUrl } from '../simulators/bedrock/bedrockSimulator.ts';
import { SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import type { Scripted as BedrockScripted } from '../simulators/bedrock/scenario.ts';
import type { Scripted as OpenAiScripted } from '../simulators/openai/scenario.ts';
import { describeClientFaults } from './faults/clientFaults.ts';
import { describeConfigFaults } from './faults/configFaults.ts';
import { FaultTable } from './faults/faultTable.ts';
import { describeLedgerFaults } from './faults/ledgerFaults.ts';
import { BEDROCK_FAULTS, OPENAI_FAULTS } from './faults/upstreamFaults.ts';
import { describeUpstreamFault, type FaultyUpstream } from './faults/upstreamSuite.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

const table = new FaultTable();

const openai: FaultyUpstream<OpenAiScripted> = {
  provider: 'openai',
  start: async (script) => {
    const upstream = await openAiUpstream();
    if (script !== undefined) upstream.script('model-1', () => script);
    const url = script === undefined ? `${await refusingUrl()}/v1` : upstream.url;
    return {
      entry: (group, extra) => openAiModel({ url }, group, 'model-1', extra),
      idle: () => upstream.idle(),
    };
  },
};

const bedrock: FaultyUpstream<BedrockScripted> = {
  provider: 'bedrock',
  start: async (script) => {
    const upstream = await bedrockUpstream();
    if (script !== undefined) upstream.script(SONNET_37, () => script);
    const url = script === undefined ? await refusingUrl() : upstream.url;
    return {
      entry: (group, extra) => bedrockModel({ url }, group, SONNET_37, extra),
      idle: () => upstream.idle(),
    };
  },
};

describe('faults of the provider end in a typed error or a fallback, a row, and nothing left behind', () => {
  for (const fault of OPENAI_FAULTS) describeUpstreamFault(openai, fault, table);
  for (const fault of BEDROCK_FAULTS) describeUpstreamFault(bedrock, fault, table);
});

describe('faults of the client leave nothing behind', () => {
  describeClientFaults(table);
});

describe('faults of the config and the ledger', () => {
  describeConfigFaults(table);
  describeLedgerFaults(table);
});

describe('docs/faults.md', () => {
  it('is what this suite has seen', () => {
    const { written, wanted } = table.comparePage();
    expect(written).toBe(wanted);
  });
});

afterAll(() => console.log(table.toMarkdown()));
