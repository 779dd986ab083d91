import { BlockList, isIP } from 'node:net';

const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/i;

export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/**
 * Whether a `NO_PROXY` list names this host: `*`, names (which stand for their subdomains, with and without a leading dot
 * or `*.`), addresses, networks such as `10.0.0.0/8`, each with a port where only that one is meant. Entries are parted
 * by commas or blanks.
 */
export function isExcluded(url: URL, noProxy: string): boolean {
  const host = unbracketed(url.hostname).toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== '' && matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isWithin(host, entry);
  const [name, onlyPort] = splitPort(entry);
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const bare = name.replace(/^\*?\./, '');
  return host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`));
}

/** `host:port`, `[v6]:port`; a bare IPv6 address has no port. */
function splitPort(entry: string): readonly [string, string | undefined] {
  if (isIP(entry) === 6) return [entry, undefined];
  const [, name = entry, port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return [unbracketed(name), port];
}

function isWithin(host: string, network: string): boolean {
  const [address = '', bits] = network.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !isPrefix(bits, family)) return false;
  const list = new BlockList();
  const name = family === 6 ? 'ipv6' : 'ipv4';
  list.addSubnet(address, Number(bits), name);
  return list.check(host, name);
}

function isPrefix(bits: string | undefined, family: number): boolean {
  return bits !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32);
}

function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
