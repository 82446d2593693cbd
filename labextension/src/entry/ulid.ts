/** Crockford's base 32. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Same rule as `entry.v1.json`. */
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Whether a value is the id of an entry. */
export function isUlid(value: unknown): value is string {
  return typeof value === 'string' && ULID.test(value);
}

/** A fresh id for something made now: 48 bits of milliseconds and 80 random bits, as the server makes them. */
export function newUlid(): string {
  let number = BigInt(Date.now());
  for (const byte of crypto.getRandomValues(new Uint8Array(10))) {
    number = (number << 8n) | BigInt(byte);
  }
  return Array.from({ length: 26 }, (_, index) =>
    ALPHABET.charAt(Number((number >> BigInt(125 - 5 * index)) & 31n))
  ).join('');
}
