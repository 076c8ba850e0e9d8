import { describeNode } from './cells.ts';

describeNode('20.20.2');
