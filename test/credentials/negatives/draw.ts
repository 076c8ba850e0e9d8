// Pieces that made-up negatives are put together from; the same seed gives the same text.
import { CLASSES } from '../../../src/credentials/structure.ts';

export type Random = () => number;

/** A text that holds no secret, and the path it stands under. */
export interface Negative {
  readonly sort: string;
  readonly path: string;
  readonly text: string;
}

export function pick(random: Random, list: readonly string[]): string {
  return list[Math.floor(random() * list.length)] ?? '';
}

export function upTo(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

export function drawn(random: Random, length: number, set: string): string {
  const members = CLASSES[set] ?? '';
  return Array.from({ length }, () => members.charAt(upTo(random, members.length))).join('');
}

export function bytes64(random: Random, count: number): string {
  return Buffer.from(Array.from({ length: count }, () => upTo(random, 256))).toString('base64');
}

export function uuid(random: Random): string {
  const hex = (count: number): string => drawn(random, count, 'hex');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}

const WORDS =
  'account action admin archive asset audit basket billing branch bucket cache campaign card catalog channel charge client cluster comment company contact content context country currency customer dataset delivery device discount document domain driver editor element engine entity event export factory feature filter folder gateway group handler history image import index invoice item journal layer ledger library listing loader locale logger machine manager market message metric mirror module monitor network notice order owner package parser partner payment period person pipeline planner player policy portal poster prefix pricing printer process product profile project provider queue reader record region release report request resource response review router runner sample schema screen search segment sender server session setting shipment signal source stage station status storage stream student subject summary supplier support switch system table target team template tenant ticket timer topic tracker transfer travel update upload user value vendor version vehicle viewer visitor wallet warehouse widget window worker workspace'.split(
    ' ',
  );

export function word(random: Random): string {
  return pick(random, WORDS);
}

export function words(random: Random, count: number, join: string): string {
  return Array.from({ length: count }, () => word(random)).join(join);
}

export function camel(random: Random, count: number): string {
  return words(random, count, ' ').replace(/ (\w)/g, (_all, letter: string) => letter.toUpperCase());
}

/** Names that hold a secret where they are given one. */
export function secretName(random: Random): string {
  return pick(random, [
    'apiKey',
    'token',
    'secret',
    'clientSecret',
    'authToken',
    'accessToken',
    'secretKey',
    'password',
  ]);
}

export function constantName(random: Random): string {
  return `${word(random).toUpperCase()}_${pick(random, ['API_KEY', 'TOKEN', 'SECRET', 'PASSWORD', 'SECRET_KEY', 'ACCESS_TOKEN'])}`;
}
