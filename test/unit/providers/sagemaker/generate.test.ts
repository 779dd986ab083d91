import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../../src/domain/chat.ts';
import type { Deployment } from '../../../../src/domain/deployment.ts';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { toGenerateBody } from '../../../../src/providers/sagemaker/generate/body.ts';
import { toPromptTemplate } from '../../../../src/providers/sagemaker/promptTemplates.ts';
import { toEndpointTarget } from '../../../../src/providers/sagemaker/target.ts';
import { messyRequest } from '../../../contract/bedrock/messyRequests.ts';
import { toRequest } from '../../../simulators/bedrock/fixtures.ts';
import { ContainerRefusal } from '../../../simulators/sagemaker/container.ts';
import { endpointCall, endpointDeployment } from '../../../simulators/sagemaker/sagemakerHarness.ts';
import { TGI } from '../../../simulators/sagemaker/tgi.ts';

const TURNS: Partial<ChatRequest> = {
  system: [{ type: 'text', text: 'Be brief.' }],
  messages: [
    { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
    { role: 'assistant', content: [{ type: 'text', text: 'Hello!' }] },
    { role: 'user', content: [{ type: 'text', text: 'Bye' }] },
  ],
};

function bodyOf(request: Partial<ChatRequest>, overrides: Partial<Deployment> = {}, dropParams = false) {
  const notes: string[] = [];
  const call = endpointCall('sagemaker', overrides, { dropParams, note: ({ detail }) => void notes.push(detail) });
  const template = toPromptTemplate(call.deployment, toEndpointTarget(call.deployment).endpointName);
  return { ...toGenerateBody(toRequest(request), call, template), notes };
}

function named(endpoint: string, defaults: Deployment['defaults'] = {}): Partial<Deployment> {
  return { model: endpoint, litellmModel: `sagemaker/${endpoint}`, defaults };
}

describe('the prompt', () => {
  it('is the texts with spaces between them where no template is known', () => {
    expect(bodyOf(TURNS, named('llama-3-3-swallow-70b-q4bit')).inputs).toBe('Be brief. Hi Hello! Bye');
  });

  it('follows Llama 2’s template for a chat model of that name', () => {
    expect(bodyOf(TURNS, named('jumpstart-dft-meta-textgeneration-llama-2-7b-chat')).inputs).toBe(
      '<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n [/INST]\n[INST] Hi [/INST]\nHello!\n</s><s>[INST] Bye [/INST]\n',
    );
  });

  it('follows the template of hf_model_name', () => {
    const { inputs } = bodyOf(TURNS, named('my-endpoint', { hf_model_name: 'meta-llama/Llama-3.3-70B-Instruct' }));
    expect(inputs).toBe(
      '<|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello!<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    );
  });

  it('follows the template that the config spells out', () => {
    const defaults = {
      initial_prompt_value: '<<',
      final_prompt_value: 'A:',
      bos_token: '^',
      eos_token: '$',
      roles: { user: { pre_message: 'U:', post_message: '\n' }, assistant: { pre_message: 'A:', post_message: '\n' } },
    };
    const { inputs, parameters } = bodyOf(TURNS, named('any', defaults));
    expect(inputs).toBe('<<^Be brief.U:Hi\nA:Hello!\n$^U:Bye\nA:');
    expect(parameters).toEqual({});
  });

  it('refuses images and names the way to send them', () => {
    const source = { kind: 'url' as const, url: 'data:image/png;base64,AAAA' };
    expect(() => bodyOf({ messages: [{ role: 'user', content: [{ type: 'image', source }] }] })).toThrow(
      /sagemaker_chat/,
    );
  });
});

describe('parameters', () => {
  it.each<[Partial<ChatRequest>, Readonly<Record<string, unknown>>]>([
    [
      { maxTokens: 100, temperature: 0.5, topP: 0.9, stop: ['###'] },
      { max_new_tokens: 100, temperature: 0.5, top_p: 0.9, stop: ['###'] },
    ],
    [{ temperature: 0 }, { temperature: 0.01 }],
    [{ topP: 1 }, {}],
    [{ topP: 0 }, { top_p: 0.01 }],
    [{ maxTokens: 0 }, { max_new_tokens: 1 }],
    [{ extra: { n: 2 } }, { best_of: 2, do_sample: true }],
    [{ extra: { n: 1, user: 'me', metadata: {}, presence_penalty: 0 } }, {}],
    [{ extra: { repetition_penalty: 1.1, seed: 4 } }, { repetition_penalty: 1.1, seed: 4 }],
  ])('%j becomes %j', (request, parameters) => {
    expect(bodyOf(request).parameters).toEqual(parameters);
  });

  it('takes over the config’s defaults, the client’s wishes first', () => {
    const defaults = { temperature: 0.7, max_tokens: 300, return_full_text: false };
    expect(bodyOf({ temperature: 0.2 }, { defaults }).parameters).toEqual({
      temperature: 0.2,
      max_new_tokens: 300,
      return_full_text: false,
    });
  });

  it('keeps a temperature of 0 where the config says that the container takes it', () => {
    const defaults = { aws_sagemaker_allow_zero_temp: true };
    expect(bodyOf({ temperature: 0 }, { defaults }).parameters).toEqual({ temperature: 0 });
  });

  it('refuses tools, or drops them and says so', () => {
    const request: Partial<ChatRequest> = { tools: [{ name: 'look' }], responseFormat: { type: 'json-object' } };
    expect(() => bodyOf(request)).toThrow(/tools, response_format/);
    expect(bodyOf(request, {}, true).notes).toEqual(['tools, response_format']);
    expect(bodyOf(request, { additionalDropParams: ['tools', 'response_format'] }).notes).toEqual([]);
  });
});

describe('whatever a client sends', () => {
  it('the container takes what we make of it, or we refuse it ourselves', () => {
    fc.assert(
      fc.property(messyRequest, fc.boolean(), fc.boolean(), (request, dropParams, stream) => {
        const call = endpointCall('sagemaker', {}, { dropParams });
        let body: ReturnType<typeof toGenerateBody>;
        try {
          body = toGenerateBody({ ...request, stream }, call, undefined);
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          return;
        }
        if (body.inputs.trim() === '') return;
        try {
          TGI.check(JSON.parse(JSON.stringify(body)), stream);
        } catch (error) {
          if (!(error instanceof ContainerRefusal)) throw error;
          // Only the container knows how long its context is, and which parameters of its own it has.
          expect(error.message).toMatch(/must be <= 4096|unknown parameter/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the endpoint', () => {
  it.each([
    [
      { litellmModel: 'sagemaker/ep', model: 'ep' },
      { endpointName: 'ep', inferenceComponent: undefined },
    ],
    [
      { litellmModel: 'ep', model: 'ep' },
      { endpointName: 'ep', inferenceComponent: undefined },
    ],
    [
      { litellmModel: 'sagemaker/ep', model: 'component' },
      { endpointName: 'ep', inferenceComponent: 'component' },
    ],
  ])('of %j is %j', (overrides, target) => {
    expect(toEndpointTarget(endpointDeployment('sagemaker', overrides))).toEqual(target);
  });
});
