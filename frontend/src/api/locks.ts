/**
 * Runs `act` while no other window of this browser runs under the same name.
 * Web Locks need a secure context; without them (plain http in a test network) only this window is ordered.
 */
export async function exclusively<T>(name: string, act: () => Promise<T>): Promise<T> {
  if (typeof navigator !== 'undefined' && 'locks' in navigator && navigator.locks) return navigator.locks.request(name, act)
  const before = tails.get(name) ?? Promise.resolve()
  const run = before.then(act, act)
  tails.set(name, run.catch(() => undefined))
  return run
}

const tails = new Map<string, Promise<unknown>>()

/** A channel to the other windows, or undefined where the browser has none. */
export function channel(name: string): BroadcastChannel | undefined {
  return typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name)
}
