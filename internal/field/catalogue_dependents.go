package field

// Dependents in Debian: what other source packages of one release need of the project. The list
// names the project's source packages, which count together.
var debian = []Row{
	{
		ID: DebianRunShare, Label: "Run-time dependents in Debian (share)", Kind: Number, Unit: "ratio",
		Source: SourceDistro,
		About: "Share of the other source packages with a binary package that needs the project " +
			"through Depends and Pre-Depends, directly or indirectly. Of alternatives, the " +
			"first that exists counts; a virtual package only if one source provides it. Not " +
			"applicable to programs that people start themselves, and to ecosystems that " +
			"Debian shows badly.",
		Reference: "Debian Policy 7; Packages index",
	},
	{
		ID: DebianBuildShare, Label: "Build dependents in Debian (share)", Kind: Number, Unit: "ratio",
		Source: SourceDistro,
		About: "Share of the other source packages whose build environment contains the " +
			"project: Build-Depends, build-essential and the Essential packages, with what " +
			"these need at run time.",
		Reference: "Debian Policy 7.7; Sources index",
	},
	{
		ID: DebianBase, Label: "In Debian's base system", Kind: Text, Unit: "required, standard or none",
		Source: SourceDistro,
		About: "Required: among the Essential packages, priority required and apt, or what " +
			"these need. Standard: among the priorities important and standard, or what these " +
			"need.",
		Reference: "Debian Policy 2.5",
	},
	{
		ID: DebianRunDependents, Label: "Run-time dependents in Debian", Kind: Count, Unit: "source packages",
		Source: SourceDistro, Unscored: true,
		About: "Other source packages that need the project at run time. Shown, never scored: " +
			"the share is comparable between releases.",
	},
	{
		ID: DebianBuildDependents, Label: "Build dependents in Debian", Kind: Count, Unit: "source packages",
		Source: SourceDistro, Unscored: true,
		About: "Other source packages that need the project to be built. Shown, never scored: " +
			"the share is comparable between releases.",
	},
	{
		ID: DebianSources, Label: "Other source packages in Debian", Kind: Count, Unit: "source packages",
		Source: SourceDistro, Unscored: true,
		About: "Source packages in the release, without the project's own: what the shares are of.",
	},
	{
		ID: DebianArchive, Label: "Debian archive counted", Kind: Text, Unit: "suite, date, files",
		Source: SourceDistro, Unscored: true,
		About: "The release, its date, and the two index files with their SHA-256, so that the " +
			"counts can be repeated.",
	},
	{
		ID: DebianRunQuantiles, Label: "Distribution of run-time dependents", Kind: List, Unit: "percent and count",
		Source: SourceDistro, Unscored: true,
		About: "Quantiles of the run-time dependents over all source packages of the release: " +
			"percent, and the count that this share does not exceed.",
	},
	{
		ID: DebianBuildQuantiles, Label: "Distribution of build dependents", Kind: List, Unit: "percent and count",
		Source: SourceDistro, Unscored: true,
		About: "Quantiles of the build dependents over all source packages of the release: " +
			"percent, and the count that this share does not exceed.",
	},
	{
		ID: VcpkgDependents, Label: "Dependents in vcpkg", Kind: Count, Unit: "ports",
		Source: SourceList, Unscored: true,
		About: "Other ports of vcpkg that need the library, directly or indirectly, with the " +
			"features that are on by default, on any platform; tools of the build are left out. " +
			"A second reading beside Debian. Shown, never scored.",
		Reference: "microsoft/vcpkg: vcpkg.json",
		Dated:     "read",
	},
	{
		ID: ConanDependents, Label: "Dependents in Conan Center", Kind: Count, Unit: "recipes",
		Source: SourceList, Unscored: true,
		About: "Other recipes of Conan Center that can require the library, directly or " +
			"indirectly, whatever version, option or platform; tools of the build are left out. " +
			"A second reading beside Debian. Shown, never scored.",
		Reference: "conan-io/conan-center-index: conanfile.py",
		Dated:     "read",
	},
}
