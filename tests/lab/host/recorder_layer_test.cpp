// SPDX-License-Identifier: MIT
// wlanmedic for the guest: that what is put in starts with nothing of this machine but itself.
#include "lab/host/recorder_layer.h"

#include <gmock/gmock.h>

#include "lab/host/command.h"
#include "lab/host/elf.h"
#include "lab/host/stamp.h"
#include "support.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(LoadedLibraries, AreThoseWithAPlace) {
    const auto libraries = loaded_libraries(
        "\tlinux-vdso.so.1 (0x00007ffc5a9f2000)\n"
        "\tlibfmt.so.9 => /lib/x86_64-linux-gnu/libfmt.so.9 (0x00007f9c6d1f0000)\n"
        "\tlibmine.so => /opt/my libs (new)/libmine.so (0x00007f9c6d1d0000)\n"
        "\t/lib64/ld-linux-x86-64.so.2 (0x00007f9c6d21c000)\n");
    ASSERT_TRUE(libraries);
    EXPECT_THAT(*libraries, ElementsAre(LoadedLibrary{"libfmt.so.9", "/lib/x86_64-linux-gnu/libfmt.so.9"},
                                        LoadedLibrary{"libmine.so", "/opt/my libs (new)/libmine.so"}));
    EXPECT_THAT(loaded_libraries("").value(), IsEmpty());
}

TEST(LoadedLibraries, ThatAreMissingAreNamed) {
    const auto libraries = loaded_libraries("\tlibhs.so.5 => not found\n");
    ASSERT_FALSE(libraries);
    EXPECT_THAT(libraries.error().what, HasSubstr("libhs.so.5: not found"));
}

// Written below a folder instead of /, and started with the folder's loader and libraries alone.
TEST(RecorderFiles, RunWithTheirOwnLoaderAndLibraries) {
    const test::Folder folder;
    const auto tree = recorder_files(WLANMEDIC_PROGRAM, folder / "scratch");
    ASSERT_TRUE(tree) << tree.error().to_string();
    EXPECT_FALSE(fs::exists(folder / "scratch"));
    for (const auto& [name, entry] : tree->entries()) {
        if (entry.kind == FileTree::Entry::Kind::folder) continue;
        fs::create_directories((folder / name).parent_path());
        ASSERT_TRUE(write_file(folder / name, entry.content));
        if ((entry.mode & 0100U) != 0) fs::permissions(folder / name, fs::perms::owner_all);
    }
    EXPECT_EQ(wanted_of(tree->entries().at("lab/record/wlanmedic").content).interpreter, "/lab/record/ld.so");
    const std::string place = (folder / "lab/record").string();
    const std::vector<std::string> words = {
        "env", "-i", place + "/ld.so", "--library-path", place + "/lib", place + "/wlanmedic", "--version"};
    const auto said = run({.words = words, .directory = {}});
    ASSERT_TRUE(said) << said.error().to_string();
    EXPECT_THAT(*said, HasSubstr("wlanmedic "));
    const auto listed =
        run({.words = {place + "/ld.so", "--library-path", place + "/lib", "--list", place + "/wlanmedic"},
             .directory = {}});
    ASSERT_TRUE(listed) << listed.error().to_string();
    const auto libraries = loaded_libraries(*listed);
    ASSERT_TRUE(libraries);
    EXPECT_FALSE(libraries->empty());
    for (const LoadedLibrary& library : *libraries)
        if (library.file != place + "/ld.so") {
            EXPECT_EQ(library.file.parent_path(), place + "/lib") << library.name;
        }
}

TEST(RecorderFiles, AreTheSameBytesAgain) {
    const test::Folder folder;
    const auto once = recorder_files(WLANMEDIC_PROGRAM, folder / "a");
    const auto again = recorder_files(WLANMEDIC_PROGRAM, folder / "b");
    ASSERT_TRUE(once && again);
    ASSERT_TRUE(write_cpio(*once, folder / "once.cpio", Packing::none));
    ASSERT_TRUE(write_cpio(*again, folder / "again.cpio", Packing::none));
    EXPECT_TRUE(read_file(folder / "once.cpio").value() == read_file(folder / "again.cpio").value());
}

}  // namespace
}  // namespace wlanmedic::lab
