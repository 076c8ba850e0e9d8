import { describeNode } from './cells.ts';

describeNode('24.21.0');
