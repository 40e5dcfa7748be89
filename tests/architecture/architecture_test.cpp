// SPDX-License-Identifier: MIT
// The tree keeps the rules of the house, and the check sees it where a tree does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tree_check.h"

namespace wlanmedic::architecture {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(Tree, KeepsTheRules) { EXPECT_THAT(check_tree(WLANMEDIC_SOURCE_DIR), IsEmpty()); }

/// A small tree in a folder of its own, which goes away with it.
class SmallTree : public testing::Test {
protected:
    SmallTree() {
        std::string name = testing::TempDir() + "architecture-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no temporary folder " + name);
        }
        root_ = name;
    }
    ~SmallTree() override { std::filesystem::remove_all(root_); }

    void bare(const std::string& file, const std::string& text) {
        std::filesystem::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << text;
    }
    void cpp(const std::string& file, const std::string& text) {
        bare(file, "// SPDX-License-Identifier: MIT\n" + text);
    }
    std::vector<std::string> findings() const { return check_tree(root_); }

    std::filesystem::path root_;
};

TEST_F(SmallTree, GoodTreeHasNoFindings) {
    cpp("src/wifi/event.h", "#include <vector>\n");
    cpp("src/link/state.h", "#include \"wifi/event.h\"\n");
    cpp("src/outage/outage.cpp",
        "#include \"link/state.h\"\n#include \"wifi/event.h\"\n");  // wifi: two arrows down
    cpp("src/driver/builtin.cpp", "#include \"driver/generated_by_the_build.h\"\n");
    cpp("apps/wlanmedic/main.cpp",
        "#include \"explain.h\"\n#include \"outage/outage.h\"\n#include <CLI/CLI.hpp>\n");
    cpp("apps/wlanmedic/explain.h", "");
    bare("dev", "#!/usr/bin/env bash\n# SPDX-License-Identifier: MIT\n");
    bare("CMakeLists.txt", "# SPDX-License-Identifier: MIT\n");
    bare("README.md", "no licence line needed\n");
    EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(SmallTree, NoFilesIsAFinding) {
    cpp("tests/only_test.cpp", "");
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("no .h or .cpp file")));
}

TEST_F(SmallTree, ArrowUpward) {
    cpp("src/outage/outage.h", "");
    cpp("src/link/state.cpp", "\n#include \"outage/outage.h\"\n");
    EXPECT_THAT(findings(),
                ElementsAre("src/link/state.cpp:3: link may not include outage (\"outage/outage.h\")"));
}

TEST_F(SmallTree, ArrowSideways) {
    cpp("src/stats/poisson.h", "#include \"wifi/instant.h\"\n");
    cpp("src/wifi/instant.h", "");
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("stats may not include wifi")));
}

TEST_F(SmallTree, ArrowThroughAngleBracketsAndSpaces) {
    cpp("src/link/state.h", "");
    cpp("src/wifi/event.h", "  #  include <link/state.h>\n");
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("wifi may not include link")));
}

TEST_F(SmallTree, ArrowThroughARelativePath) {
    cpp("src/link/state.h", "");
    cpp("src/wifi/event.h", "#include \"../link/state.h\"\n");
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("wifi may not include link")));
}

TEST_F(SmallTree, ArrowToAHeaderThatTheBuildGenerates) {
    cpp("src/wifi/event.h", "#include \"driver/generated_by_the_build.h\"\n");
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("wifi may not include driver")));
}

TEST_F(SmallTree, NothingIncludesTheApps) {
    cpp("apps/wlanmedic/explain.h", "");
    cpp("src/report/json.cpp", "#include \"../../apps/wlanmedic/explain.h\"\n");
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("report may not include apps")));
}

TEST_F(SmallTree, CircleInsideOneFolder) {
    cpp("src/wifi/a.h", "#include \"wifi/b.h\"\n");
    cpp("src/wifi/b.h", "#include \"wifi/c.h\"\n");
    cpp("src/wifi/c.h", "#include \"wifi/b.h\"\n");
    EXPECT_THAT(findings(),
                ElementsAre("src/wifi/b.h: includes itself in a circle -> src/wifi/c.h -> src/wifi/b.h"));
}

TEST_F(SmallTree, FileThatIncludesItself) {
    cpp("src/wifi/a.h", "#include \"a.h\"\n");
    EXPECT_THAT(findings(), ElementsAre("src/wifi/a.h: includes itself in a circle -> src/wifi/a.h"));
}

TEST_F(SmallTree, IncludeOfAnUnknownFolder) {
    cpp("src/wifi/a.h", "#include \"utils/strings.h\"\n#include \"nowhere.h\"\n");
    EXPECT_THAT(findings(), ElementsAre(AllOf(StartsWith("src/wifi/a.h:2: "), HasSubstr("utils/strings.h")),
                                        AllOf(StartsWith("src/wifi/a.h:3: "), HasSubstr("nowhere.h"))));
}

TEST_F(SmallTree, IncludeFromOutsideOfSrcAndApps) {
    cpp("tests/help.h", "");
    cpp("src/wifi/a.h", "#include \"../../tests/help.h\"\n");
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("in no folder that the rules know")));
}

TEST_F(SmallTree, UnknownFolderBelowSrc) {
    cpp("src/utils/strings.h", "");
    EXPECT_THAT(findings(), ElementsAre("src/utils/strings.h: the rules know no folder src/utils"));
}

TEST_F(SmallTree, FileBesideTheFolders) {
    cpp("src/strings.h", "");
    EXPECT_THAT(findings(), ElementsAre("src/strings.h: stands in no folder of src/"));
}

TEST_F(SmallTree, FilesWithoutLicence) {
    cpp("src/wifi/a.h", "");
    bare("src/wifi/b.h", "\n// SPDX-License-Identifier: MIT\n");
    bare("src/CMakeLists.txt", "");
    bare("cmake/x.cmake", "# words\n");
    bare("drivers/x.toml", "[driver]\n");
    bare(".ci/run", "#!/bin/sh\nset -e\n");
    EXPECT_THAT(findings(), ElementsAre(StartsWith(".ci/run:1: "), StartsWith("cmake/x.cmake:1: "),
                                        StartsWith("drivers/x.toml:1: "), StartsWith("src/CMakeLists.txt:1: "),
                                        StartsWith("src/wifi/b.h:1: ")));
}

TEST_F(SmallTree, BuildTreesAreNotLookedInto) {
    cpp("src/wifi/a.h", "");
    bare("build/release/x.cpp", "");
    bare("elsewhere/CMakeCache.txt", "");
    bare("elsewhere/x.cpp", "");
    bare(".git/hooks/pre-push", "#!/bin/sh\n");
    EXPECT_THAT(findings(), IsEmpty());
}

}  // namespace
}  // namespace wlanmedic::architecture
