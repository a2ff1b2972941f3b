declare module '@20minutes/s3rver' {
	/** The little of it that tests use; it brings no types. */
	export default class S3rver {
		constructor(options: {
			address: string;
			port: number;
			directory: string;
			silent: boolean;
			vhostBuckets: boolean;
			configureBuckets: { name: string }[];
		});
		store: {
			getObject: (
				bucket: string,
				key: string,
				range?: { start?: number; end?: number | string }
			) => Promise<unknown>;
		};
		run(): Promise<{ port: number }>;
	}
}

declare module '@20minutes/s3rver/lib/signature/v4.js' {
	const signing: {
		getStringToSign: (asked: { uri: string }, ...rest: unknown[]) => string;
	};
	export default signing;
}
