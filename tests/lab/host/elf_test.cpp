// SPDX-License-Identifier: MIT
// ELF files: the libraries of this host's own programs as the dynamic loader sees them, and hostile bytes.
#include "lab/host/elf.h"

#include <gmock/gmock.h>

#include <random>

#include "lab/host/command.h"
#include "lab/host/guest_files.h"
#include "lab/host/stamp.h"
#include "support.h"

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Elf, NamesTheLibrariesAndTheLoaderOfAProgram) {
    const Wanted wanted =
        wanted_of(test::program_with({"libnl-3.so.200", "libc.so.6"}, "/lib64/ld-linux-x86-64.so.2"));
    EXPECT_THAT(wanted.libraries, ElementsAre("libnl-3.so.200", "libc.so.6"));
    EXPECT_EQ(wanted.interpreter, "/lib64/ld-linux-x86-64.so.2");
}

TEST(Elf, AgreesWithReadelfOnAProgramOfThisHost) {
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    const auto said = run({.words = {"readelf", "-dW", self}, .directory = {}});
    ASSERT_TRUE(said) << said.error().to_string();
    const Wanted wanted = wanted_of(read_file(self).value());
    ASSERT_FALSE(wanted.libraries.empty());
    std::size_t needed = 0;
    for (std::size_t at = said->find("(NEEDED)"); at != std::string::npos; at = said->find("(NEEDED)", at + 1))
        ++needed;
    EXPECT_EQ(wanted.libraries.size(), needed);
    for (const std::string& library : wanted.libraries) EXPECT_THAT(*said, HasSubstr("[" + library + "]"));
}

TEST(Elf, SaysNothingOfWhatIsNoElfFile) {
    EXPECT_FALSE(is_elf(""));
    EXPECT_FALSE(is_elf("#!/bin/sh\n"));
    EXPECT_THAT(wanted_of("#!/bin/sh\n").libraries, IsEmpty());
    EXPECT_FALSE(module_information("#!/bin/sh\n"));
    EXPECT_FALSE(module_information(test::program_with({"libc.so.6"})));
}

TEST(Elf, SurvivesFilesThatAreCutOrDamagedAnywhere) {
    const std::string whole = test::program_with({"liba.so", "libb.so"}, "/lib64/ld.so");
    for (std::size_t size = 0; size < whole.size(); ++size) wanted_of(std::string_view(whole).substr(0, size));
    std::mt19937 random(1);
    for (int turn = 0; turn < 20000; ++turn) {
        std::string damaged = whole;
        for (int hit = 0; hit < 3; ++hit) damaged[random() % damaged.size()] = static_cast<char>(random());
        wanted_of(damaged);
        module_information(damaged);
    }
}

class Libraries : public testing::Test {
protected:
    void put(const std::string& name, const std::string& bytes) {
        std::filesystem::create_directories((root_ / name).parent_path());
        ASSERT_TRUE(write_file(root_ / name, bytes));
    }
    test::Folder root_;
};

TEST_F(Libraries, AreTakenWithThoseThatTheyWantThemselves) {
    put("lib/x86_64-linux-gnu/libc.so.6", test::program_with({}));
    put("usr/lib/x86_64-linux-gnu/libnl-3.so.200", test::program_with({"libc.so.6"}));
    put("usr/lib/x86_64-linux-gnu/libother.so.1", test::program_with({}));
    put("lib64/ld.so", test::program_with({}));
    FileTree tree;
    tree.add_file("sbin/iw", test::program_with({"libnl-3.so.200"}, "/lib64/ld.so"), 0755);
    const auto added = add_libraries(tree, {}, root_.path());
    ASSERT_TRUE(added) << added.error().to_string();
    EXPECT_TRUE(tree.has("usr/lib/x86_64-linux-gnu/libnl-3.so.200"));
    EXPECT_TRUE(tree.has("usr/lib/x86_64-linux-gnu/libc.so.6"));
    EXPECT_TRUE(tree.has("lib64/ld.so"));
    EXPECT_FALSE(tree.has("usr/lib/x86_64-linux-gnu/libother.so.1"));
}

TEST_F(Libraries, ThatTheLayerBelowHasAreNotTakenAgain) {
    put("lib/x86_64-linux-gnu/libc.so.6", test::program_with({}));
    FileTree below;
    below.add_file("lib/x86_64-linux-gnu/libc.so.6", "there");
    FileTree tree;
    tree.add_file("usr/bin/nmcli", test::program_with({"libc.so.6"}), 0755);
    ASSERT_TRUE(add_libraries(tree, below, root_.path()));
    EXPECT_FALSE(tree.has("lib/x86_64-linux-gnu/libc.so.6"));
}

TEST_F(Libraries, ThatAreNowhereAreNamedWithTheirUser) {
    FileTree tree;
    tree.add_file("sbin/iw", test::program_with({"libnl-3.so.200"}), 0755);
    const auto added = add_libraries(tree, {}, root_.path());
    ASSERT_FALSE(added);
    EXPECT_THAT(added.error().what, HasSubstr("libnl-3.so.200, which usr/sbin/iw wants"));
}

}  // namespace
}  // namespace wlanmedic::lab
