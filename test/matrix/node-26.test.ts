import { describeNode } from './cells.ts';

describeNode('26.10.0');
