import { describe, expect, it } from 'vitest';
import type { GatewayController } from '../../../src/vscode/gatewayController.ts';
import { BASE_URL, Machine, PORT, VERSION } from './machine.ts';

const kinds = (states: readonly { kind: string }[]): string[] => states.map(({ kind }) => kind);
const SOON = { interval: 1 };
const reach = async (controller: GatewayController, kind: string): Promise<void> => {
  await expect.poll(() => controller.state.kind, SOON).toBe(kind);
};

describe('one window', () => {
  it('is stopped at first, and runs the gateway when told to', async () => {
    const { controller, states } = new Machine().window();
    expect(controller.state).toEqual({ kind: 'stopped' });
    await controller.start();
    expect(controller.state).toEqual({ kind: 'running', baseUrl: BASE_URL });
    expect(kinds(states)).toEqual(['starting', 'running']);
  });

  it('starts once, however often it is told', async () => {
    const { controller, states } = new Machine().window();
    await Promise.all([controller.start(), controller.start()]);
    await controller.start();
    expect(kinds(states)).toEqual(['starting', 'running']);
  });

  it('frees the port when it stops, and can start again', async () => {
    const machine = new Machine();
    const { controller } = machine.window();
    await controller.start();
    await controller.stop();
    expect(controller.state.kind).toBe('stopped');
    expect(machine.holder).toBe(undefined);
    await controller.start();
    expect(controller.state.kind).toBe('running');
  });

  it('ends as it was told last when start and stop come at once', async () => {
    const machine = new Machine();
    const { controller } = machine.window();
    await Promise.all([controller.start(), controller.stop()]);
    expect(controller.state.kind).toBe('stopped');
    expect(machine.holder).toBe(undefined);
  });

  it('is running again after a restart', async () => {
    const { controller, states } = new Machine().window();
    await controller.start();
    await controller.restart();
    expect(kinds(states)).toEqual(['starting', 'running', 'stopped', 'starting', 'running']);
  });

  it('names the port when another program holds it', async () => {
    const machine = new Machine();
    machine.strangerTakesPort();
    const { controller } = machine.window();
    await controller.start();
    expect(controller.state).toMatchObject({ kind: 'failed', code: 'port-taken', port: PORT });
  });

  it('can start after a failure, once the port is free', async () => {
    const machine = new Machine();
    machine.strangerTakesPort();
    const { controller } = machine.window();
    await controller.start();
    machine.holder = undefined;
    await controller.start();
    expect(controller.state.kind).toBe('running');
  });

  it('says so when its gateway dies', async () => {
    const machine = new Machine();
    const { controller } = machine.window();
    await controller.start();
    machine.killOwner();
    expect(controller.state).toMatchObject({ kind: 'failed', code: 'crashed' });
  });

  it('lets go of the port when it closes, without stopping the others', async () => {
    const machine = new Machine();
    const { controller } = machine.window();
    await controller.start();
    await controller.dispose();
    expect(machine.holder).toBe(undefined);
    expect(machine.userStopped).toBe(false);
  });
});

describe('several windows', () => {
  it('the second attaches to the gateway of the first', async () => {
    const machine = new Machine();
    await machine.window().controller.start();
    const second = machine.window();
    await second.controller.start();
    expect(second.controller.state).toEqual({
      kind: 'attached',
      baseUrl: BASE_URL,
      runsIn: 'window',
      version: VERSION,
    });
  });

  it('one of ten that start at once owns it, the others attach', async () => {
    const machine = new Machine();
    const windows = Array.from({ length: 10 }, () => machine.window().controller);
    await Promise.all(windows.map((controller) => controller.start()));
    expect(windows.map(({ state }) => state.kind).toSorted()).toEqual([...Array(9).fill('attached'), 'running']);
  });

  it('stay attached, in silence, when the connection drops and the gateway lives', async () => {
    const machine = new Machine();
    await machine.window().controller.start();
    const { controller, states } = machine.window();
    await controller.start();
    const happened: string[] = [];
    controller.onConnected(() => happened.push('connected'));
    controller.onDropped(() => happened.push('dropped'));
    machine.dropConnections();
    await expect.poll(() => happened, SOON).toEqual(['dropped', 'connected']);
    expect(kinds(states)).toEqual(['starting', 'attached']);
    // The new connection is watched as well.
    machine.killOwner();
    await reach(controller, 'running');
  });

  it('wait for a gateway that hangs, and neither start one nor give up', async () => {
    const machine = new Machine();
    await machine.window().controller.start();
    const { controller, states } = machine.window();
    await controller.start();
    machine.hangs = true;
    machine.dropConnections();
    await expect.poll(() => machine.waits.length, SOON).toBeGreaterThan(5);
    expect(controller.state.kind).toBe('attached');
    machine.hangs = false;
    let connected = false;
    controller.onConnected(() => {
      connected = true;
    });
    await expect.poll(() => connected, SOON).toBe(true);
    expect(kinds(states)).toEqual(['starting', 'attached']);
  });

  it('that open while the gateway hangs say so, and attach as soon as it answers', async () => {
    const machine = new Machine();
    await machine.window().controller.start();
    machine.hangs = true;
    const { controller } = machine.window();
    await controller.start();
    expect(controller.state).toMatchObject({ kind: 'failed', code: 'port-silent', port: PORT });
    machine.hangs = false;
    await reach(controller, 'attached');
  });

  it('exactly one takes over when the owner closes', async () => {
    const machine = new Machine();
    const owner = machine.window().controller;
    await owner.start();
    const others = [machine.window().controller, machine.window().controller, machine.window().controller];
    for (const controller of others) await controller.start();
    await owner.dispose();
    await expect
      .poll(() => others.map(({ state }) => state.kind).toSorted(), SOON)
      .toEqual(['attached', 'attached', 'running']);
  });

  it('one takes over when the owner is killed', async () => {
    const machine = new Machine();
    await machine.window().controller.start();
    const other = machine.window().controller;
    await other.start();
    machine.killOwner();
    await reach(other, 'running');
  });

  it('nobody takes over when the user stopped the proxy', async () => {
    const machine = new Machine();
    const owner = machine.window().controller;
    await owner.start();
    const other = machine.window();
    await other.controller.start();
    await owner.stop();
    await reach(other.controller, 'stopped');
    expect(machine.holder).toBe(undefined);
    expect(kinds(other.states)).toEqual(['starting', 'attached', 'stopped']);
  });

  it('an old note of a stop does not keep windows from taking over later', async () => {
    const machine = new Machine();
    const owner = machine.window().controller;
    await owner.start();
    await owner.stop();
    await owner.start();
    const other = machine.window().controller;
    await other.start();
    await owner.dispose();
    await reach(other, 'running');
  });

  it('an attached window can stop the owner, and then nobody takes over', async () => {
    const machine = new Machine();
    const windows = [machine.window().controller, machine.window().controller, machine.window().controller];
    for (const controller of windows) await controller.start();
    expect(await windows[1]?.stopOwner(1000)).toBe(true);
    for (const controller of windows) await reach(controller, 'stopped');
    expect(machine.holder).toBe(undefined);
  });

  it('an attached window cannot stop a gateway that is no window’s, and stays attached', async () => {
    const machine = new Machine();
    machine.headlessTakesPort();
    const { controller } = machine.window();
    await controller.start();
    expect(await controller.stopOwner(1000)).toBe(false);
    expect(controller.state.kind).toBe('attached');
    expect(machine.userStopped).toBe(false);
  });

  it('a window that lets go leaves the owner alone', async () => {
    const machine = new Machine();
    const owner = machine.window().controller;
    await owner.start();
    const other = machine.window().controller;
    await other.start();
    await other.stop();
    expect([owner.state.kind, other.state.kind]).toEqual(['running', 'stopped']);
  });
});

describe('a detached gateway', () => {
  function detachedMachine(): Machine {
    const machine = new Machine();
    machine.runMode = 'detached';
    return machine;
  }

  it('is started once, and every window attaches to it', async () => {
    const machine = detachedMachine();
    const windows = Array.from({ length: 5 }, () => machine.window().controller);
    await Promise.all(windows.map((controller) => controller.start()));
    for (const { state } of windows) {
      expect(state).toEqual({ kind: 'attached', baseUrl: BASE_URL, runsIn: 'detached', version: VERSION });
    }
    expect(machine.programsStarted).toBe(1);
  });

  it('goes on when its windows close', async () => {
    const machine = detachedMachine();
    const { controller } = machine.window();
    await controller.start();
    await controller.dispose();
    expect(machine.holder?.runsIn).toBe('detached');
  });

  it('ends with a stop in any window, and no window starts it again', async () => {
    const machine = detachedMachine();
    const [first, second] = [machine.window().controller, machine.window().controller];
    await first.start();
    await second.start();
    await first.stop();
    await reach(second, 'stopped');
    expect(first.state.kind).toBe('stopped');
    expect(machine.holder).toBe(undefined);
    expect(machine.programsStarted).toBe(1);
    await first.start();
    expect(first.state.kind).toBe('attached');
    expect(machine.userStopped).toBe(false);
  });

  it('that does not end is said, and the window stays with it', async () => {
    const machine = detachedMachine();
    const { controller } = machine.window();
    await controller.start();
    machine.refusesToEnd = true;
    await expect(controller.stop()).rejects.toThrow('it does not want to');
    expect(controller.state.kind).toBe('attached');
    expect(machine.userStopped).toBe(false);
  });

  it('is another one after a restart', async () => {
    const machine = detachedMachine();
    const { controller } = machine.window();
    await controller.start();
    await controller.restart();
    expect(controller.state.kind).toBe('attached');
    expect(machine.programsStarted).toBe(2);
  });

  it('is started again when it dies, with a word in the log, and ever more slowly when it keeps dying', async () => {
    const machine = detachedMachine();
    const { controller } = machine.window();
    await controller.start();
    for (let death = 1; death <= 4; death += 1) {
      machine.killOwner();
      await expect.poll(() => machine.programsStarted, SOON).toBe(death + 1);
      await reach(controller, 'attached');
    }
    expect(machine.warnings).toHaveLength(4);
    expect(machine.waits).toEqual([500, 1000, 2000]);
    machine.now += 60_000;
    machine.killOwner();
    await expect.poll(() => machine.programsStarted, SOON).toBe(6);
    expect(machine.waits).toHaveLength(3);
  });

  it('gives way when the setting changes and the proxy restarts, and the other way round', async () => {
    const machine = detachedMachine();
    const { controller } = machine.window();
    await controller.start();
    machine.runMode = 'inProcess';
    await controller.restart();
    expect(controller.state.kind).toBe('running');
    machine.runMode = 'detached';
    await controller.restart();
    expect(controller.state).toMatchObject({ kind: 'attached', runsIn: 'detached' });
  });

  it('cannot take the port of another program', async () => {
    const machine = detachedMachine();
    machine.strangerTakesPort();
    const { controller } = machine.window();
    await controller.start();
    expect(controller.state).toMatchObject({ kind: 'failed', code: 'port-taken', port: PORT });
    expect(machine.programsStarted).toBe(0);
  });
});
