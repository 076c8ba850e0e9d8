// Every matcher that is written by hand: credentials without a fixed shape, told by what stands round them.
import type { Matcher } from '../matcher.ts';
import { awsMatchers } from './aws.ts';
import { azureMatchers } from './azure.ts';
import { basicAuthMatchers } from './basic-auth.ts';
import { clientConfigMatchers } from './client-configs.ts';
import { commandLoginMatchers } from './command-logins.ts';
import { connectionListMatchers } from './connection-list.ts';
import { discordMatchers } from './discord.ts';
import { exportMatchers } from './exports.ts';
import { frameworkMatchers } from './framework-secrets.ts';
import { gcpMatchers } from './gcp.ts';
import { jwtMatchers } from './jwt.ts';
import { keyStoreMatchers } from './key-stores.ts';
import { loginFileMatchers } from './login-files.ts';
import { paddedTokenMatchers } from './padded-tokens.ts';
import { passwordHashMatchers } from './password-hashes.ts';
import { privateKeyMatchers } from './private-key.ts';
import { keyFileMatchers } from './private-key-files.ts';
import { urlMatchers } from './url-password.ts';
import { walletMatchers } from './wallets.ts';

export const specialMatchers: readonly Matcher[] = [
  ...gcpMatchers,
  ...privateKeyMatchers,
  ...keyFileMatchers,
  ...awsMatchers,
  ...azureMatchers,
  ...discordMatchers,
  ...paddedTokenMatchers,
  ...walletMatchers,
  ...frameworkMatchers,
  ...keyStoreMatchers,
  ...connectionListMatchers,
  ...urlMatchers,
  ...basicAuthMatchers,
  ...commandLoginMatchers,
  ...loginFileMatchers,
  ...clientConfigMatchers,
  ...passwordHashMatchers,
  ...exportMatchers,
  ...jwtMatchers,
];
