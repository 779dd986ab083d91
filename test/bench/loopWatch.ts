/** Of one turn of the event loop, ms. Processor time is this thread's own, whatever else the machine does. */
export interface LongestTurn {
  readonly cpu: number;
  readonly clock: number;
}

/** Between two looks, ms: what is shorter holds nobody up. */
const LOOK_MS = 1;

/**
 * How long the event loop of this thread is held up: what a request waits at most that comes in meanwhile. `stop` gives
 * the longest time between two looks.
 */
export function watchLoop(): { stop(): LongestTurn } {
  let longest: LongestTurn = { cpu: 0, clock: 0 };
  let [cpu, clock] = [threadCpu(), performance.now()];
  const look = (): void => {
    const [nowCpu, nowClock] = [threadCpu(), performance.now()];
    longest = { cpu: Math.max(longest.cpu, nowCpu - cpu), clock: Math.max(longest.clock, nowClock - clock) };
    [cpu, clock] = [nowCpu, nowClock];
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    stop: () => {
      look();
      clearInterval(timer);
      return longest;
    },
  };
}

function threadCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
