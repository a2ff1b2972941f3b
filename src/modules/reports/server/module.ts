import type { Module } from '#platform/server/module.ts';
import { bringReportedBack, leaveReported, setReportedAside } from './deciding.ts';
import { leaving } from './leaving.ts';
import { getReport, getSetAside, listReports } from './reading.ts';
import { makeReport, reportable } from './reporting.ts';
import { asideSubject, reportSubject } from './subjects.ts';
import { tellStewards } from './telling.ts';

export const reports: Module = {
	name: 'reports',
	doors: [
		...[makeReport, reportable, listReports, getReport, getSetAside],
		...[leaveReported, setReportedAside, bringReportedBack]
	],
	subjects: [reportSubject, asideSubject],
	after: [tellStewards],
	leaving
};
