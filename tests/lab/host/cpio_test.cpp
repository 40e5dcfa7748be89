// SPDX-License-Identifier: MIT
// The initramfs: what cpio(1) reads out of it, and that the same files are the same bytes.
#include "lab/host/cpio.h"

#include <gmock/gmock.h>

#include "lab/host/command.h"
#include "lab/host/stamp.h"
#include "support.h"

namespace wlanmedic::lab {
namespace {

using testing::HasSubstr;

FileTree small_tree() {
    FileTree tree;
    tree.add_file("init", "#!/bin/sh\n", 0755);
    tree.add_file("sbin/iw", "iw", 0755);
    tree.add_link("bin", "usr/bin");
    tree.add_folder("proc");
    return tree;
}

std::string listed(const FileTree& tree, Packing packing) {
    const test::Folder folder;
    EXPECT_TRUE(write_cpio(tree, folder / "all.cpio", packing));
    const auto text =
        run({.words = {"sh", "-c",
                       packing == Packing::gzip ? "gzip -dc all.cpio | cpio -itv --quiet --numeric-uid-gid"
                                                : "cpio -itv --quiet --numeric-uid-gid < all.cpio"},
             .directory = folder.path()});
    EXPECT_TRUE(text) << text.error().to_string();
    return text.value_or("");
}

TEST(Cpio, GivesCpioModesOwnersSizesAndLinks) {
    for (const Packing packing : {Packing::none, Packing::gzip}) {
        const std::string list = listed(small_tree(), packing);
        EXPECT_THAT(list, testing::ContainsRegex("-rwxr-xr-x +1 0 +0 +10 Jan +1 +1970 init\n"));
        EXPECT_THAT(list, testing::ContainsRegex("-rwxr-xr-x +1 0 +0 +2 Jan +1 +1970 usr/sbin/iw\n"));
        EXPECT_THAT(list, testing::ContainsRegex("drwxr-xr-x +[0-9]+ 0 +0 +0 Jan +1 +1970 proc\n"));
        EXPECT_THAT(list, HasSubstr(" bin -> usr/bin\n"));
    }
}

TEST(Cpio, GivesEachFileItsBytes) {
    const test::Folder folder;
    FileTree tree;
    std::string odd("a\0b\n", 4);
    tree.add_file("deep/er/odd", odd);
    tree.add_file("empty", "");
    ASSERT_TRUE(write_cpio(tree, folder / "all.cpio", Packing::none));
    const auto extracted = run({.words = {"sh", "-c", "cpio -id --quiet < all.cpio"}, .directory = folder.path()});
    ASSERT_TRUE(extracted) << extracted.error().to_string();
    EXPECT_EQ(read_file(folder / "deep/er/odd").value(), odd);
    EXPECT_EQ(read_file(folder / "empty").value(), "");
}

TEST(Cpio, IsTheSameForTheSameFilesInWhateverOrderTheyCome) {
    const test::Folder folder;
    FileTree backwards;
    backwards.add_folder("proc");
    backwards.add_link("bin", "usr/bin");
    backwards.add_file("/sbin/iw", "iw", 0755);
    backwards.add_file("init", "#!/bin/sh\n", 0755);
    ASSERT_TRUE(write_cpio(small_tree(), folder / "one", Packing::gzip));
    ASSERT_TRUE(write_cpio(backwards, folder / "two", Packing::gzip));
    EXPECT_EQ(read_file(folder / "one").value(), read_file(folder / "two").value());

    FileTree other = small_tree();
    other.add_file("init", "#!/bin/sh -x\n", 0755);
    ASSERT_TRUE(write_cpio(other, folder / "two", Packing::gzip));
    EXPECT_NE(read_file(folder / "one").value(), read_file(folder / "two").value());
}

TEST(Cpio, EndsAtAMultipleOfFourSoThatAnotherArchiveCanFollow) {
    const test::Folder folder;
    for (const char* content : {"", "1", "12", "123", "1234"}) {
        FileTree tree;
        tree.add_file("file", content);
        for (const Packing packing : {Packing::none, Packing::gzip}) {
            ASSERT_TRUE(write_cpio(tree, folder / "all", packing));
            EXPECT_EQ(std::filesystem::file_size(folder / "all") % 4, 0U);
        }
    }
}

TEST(FileTree, KnowsOnlyTheFoldersOfUsr) {
    EXPECT_EQ(FileTree::merged_name("/sbin/iw"), "usr/sbin/iw");
    EXPECT_EQ(FileTree::merged_name("lib64/ld.so"), "usr/lib64/ld.so");
    EXPECT_EQ(FileTree::merged_name("usr/bin/ip"), "usr/bin/ip");
    EXPECT_EQ(FileTree::merged_name("bin"), "bin");
    EXPECT_EQ(FileTree::merged_name("library/x"), "library/x");
}

TEST(Cpio, SaysWhereItCouldNotBeWritten) {
    const auto written = write_cpio(small_tree(), "/proc/no/such/folder/all", Packing::none);
    ASSERT_FALSE(written);
    EXPECT_THAT(written.error().to_string(), HasSubstr("/proc/no/such/folder/all"));
}

}  // namespace
}  // namespace wlanmedic::lab
