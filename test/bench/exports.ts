/**
 * What exporting traces costs: the time of a call with no destination, with three that are well and with three that are
 * down, in interleaved rounds; and what an hour's outage under load leaves on disk and loses. On loopback; stops by itself.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { ExportSettings } from '../../src/domain/destinations.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import { createTraceSpool } from '../../src/storage/spool/sqliteTraceSpool.ts';
import { systemRandom } from '../../src/systemPorts.ts';
import { createLangfuseDestination } from '../../src/telemetry/langfuse/langfuseDestination.ts';
import { TraceExporter } from '../../src/telemetry/traceExporter.ts';
import { PUBLIC_KEY, SECRET_KEY, startLangfuse } from '../simulators/langfuse/langfuseSimulator.ts';
import { callTrace } from '../support/callTrace.ts';
import { LANGFUSE } from '../support/langfuseSettings.ts';
import { ManualClock } from '../support/manualClock.ts';
import { callTimes, chatBody, cpuMs } from './load.ts';
import { percentile, startServer } from './processes.ts';
import { spread } from './report.ts';
import { Bench, type Target } from './targets.ts';

const ROUNDS = 5;
const CALLS = 300;
const HOUR_S = 3600;
const CALLS_PER_SECOND = 5;

/** Nobody listens on it. */
const DOWN = 'http://127.0.0.1:9';

function environment(langfuse: string, old: string, collector: string): Record<string, string> {
  return {
    LANGFUSE_HOST: langfuse,
    LANGFUSE_PUBLIC_KEY: PUBLIC_KEY,
    LANGFUSE_SECRET_KEY: SECRET_KEY,
    UPSTREAM_LANGFUSE_HOST: old,
    UPSTREAM_LANGFUSE_PUBLIC_KEY: PUBLIC_KEY,
    UPSTREAM_LANGFUSE_SECRET_KEY: SECRET_KEY,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
  };
}

async function latency(): Promise<void> {
  const bench = await Bench.start();
  try {
    const hosts = await Promise.all(
      ['langfuse', 'langfuse-old', 'collector'].map((kind) => startServer(['test/bench/destinationHost.ts', kind])),
    );
    for (const { process: host } of hosts) bench.onClose(() => void host.kill('SIGKILL'));
    const [langfuse = '', old = '', collector = ''] = hosts.map(({ url }) => url);
    const settings = 'litellm_settings: { callbacks: ["langfuse", "otel"] }\n';
    const targets: readonly (readonly [string, Target])[] = [
      ['none', await bench.startTorii('program')],
      [
        'three, all well',
        await bench.startTorii('program', { settings, environment: environment(langfuse, old, collector) }),
      ],
      ['three, all down', await bench.startTorii('program', { settings, environment: environment(DOWN, DOWN, DOWN) })],
    ];
    for (const [, target] of targets) await callTimes(target, chatBody(), 1, CALLS);
    const found = new Map(targets.map(([name]) => [name, { p50: [], p95: [], cpu: [] } as Figures]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, target] of targets) await measure(target, found.get(name));
    }
    const base = found.get('none');
    for (const [name, { p50, p95, cpu }] of found) {
      const added = p50.map((value, round) => value - (base?.p50[round] ?? Number.NaN));
      console.log(
        `destinations: ${name.padEnd(16)} p50 ${spread(p50, 2)} ms, added ${spread(added, 2)} ms, p95 ${spread(p95, 2)} ms, processor ${spread(cpu, 2)} ms a call`,
      );
    }
  } finally {
    bench.close();
  }
}

interface Figures {
  readonly p50: number[];
  readonly p95: number[];
  readonly cpu: number[];
}

async function measure(target: Target, figures: Figures | undefined): Promise<void> {
  const before = cpuMs(target);
  const { whole } = await callTimes(target, chatBody(), 1, CALLS);
  figures?.p50.push(percentile(whole, 0.5));
  figures?.p95.push(percentile(whole, 0.95));
  figures?.cpu.push((cpuMs(target) - before) / CALLS);
}

/** The exporter and the spool of the product, on a clock that runs as fast as they do. */
async function outage(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'torii-outage-'));
  const file = join(folder, 'spool.db');
  const langfuse = await startLangfuse();
  const clock = new ManualClock(Date.now());
  const exports: ExportSettings = {
    destinations: [{ ...LANGFUSE, host: langfuse.url, publicKey: PUBLIC_KEY, secretKey: SECRET_KEY }],
    maxTextLength: 16_384,
    spoolBytes: 256 * 1024 * 1024,
    hideKeyInfo: false,
  };
  const logger = createLineLogger('error', (_level, line) => console.error(line));
  const spool = createTraceSpool({ file, clock, logger, limit: () => exports.spoolBytes });
  const parts = { fetch, clock, version: 'bench' };
  const exporter = new TraceExporter(
    {
      spool,
      clock,
      random: systemRandom,
      logger,
      create: (settings) => {
        if (settings.kind !== 'langfuse') throw new Error(settings.kind);
        return createLangfuseDestination(settings, parts);
      },
      onChange: () => undefined,
    },
    exports,
  );
  try {
    langfuse.broken = { status: 503 };
    let offered = 0;
    const answer = { role: 'assistant', content: 'word '.repeat(200) };
    const request = { messages: [{ role: 'user', content: 'Explain this piece of code, please. '.repeat(40) }] };
    for (let second = 0; second < HOUR_S; second += 1) {
      for (let call = 0; call < CALLS_PER_SECOND; call += 1) {
        exporter.offer(callTrace({ record: { callId: `call-${offered}` }, content: { request, response: answer } }));
        offered += 1;
      }
      await clock.advance(1000);
      while (spool.count('langfuse') < offered) await turn();
    }
    const waiting = spool.count('langfuse');
    const megabytes = (statSync(file).size + statSync(`${file}-wal`).size) / 1024 / 1024;
    langfuse.broken = undefined;
    const since = performance.now();
    while (spool.count('langfuse') > 0) {
      await clock.advance(1000);
      await turn();
    }
    const seconds = (performance.now() - since) / 1000;
    const [status] = exporter.list();
    console.log(
      `an hour without Langfuse at ${CALLS_PER_SECOND} calls/s: ${offered} offered, ${waiting} waited in ${megabytes.toFixed(1)} MB; ` +
        `after it, ${langfuse.store.generations().length} arrived within ${seconds.toFixed(1)} s, ${status?.dropped} dropped, ` +
        `${(statSync(file).size / 1024 / 1024).toFixed(1)} MB left`,
    );
  } finally {
    await exporter.close();
    spool.close();
    await langfuse.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await latency();
await outage();
