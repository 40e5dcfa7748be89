// SPDX-License-Identifier: MIT
// What of the guest with systemd can be tested without booting it.
#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include "lab/host/systemd_files.h"
#include "lab/host/systemd_guest.h"
#include "lab/host/systemd_image.h"
#include "lab/host/tar.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "wlanmedic-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const fs::path& path() const { return path_; }
    void file(const fs::path& name) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name) << "x";
    }

private:
    fs::path path_;
};

struct Free {
    void operator()(archive* reader) const { archive_read_free(reader); }
};

TEST(ATarOfATree, HoldsFilesFoldersAndLinksAsRootsAndWithoutTime) {
    FileTree tree;
    tree.add_file("etc/hostname", "debian\n");
    tree.add_file("lab/run", "#!/bin/sh\n", 0755);
    tree.add_link("etc/null.service", "/dev/null");
    const auto tar = to_tar(tree);
    ASSERT_TRUE(tar);
    EXPECT_EQ(tar->size() % 512, 0U);

    const std::unique_ptr<archive, Free> reader(archive_read_new());
    archive_read_support_format_tar(reader.get());
    ASSERT_EQ(archive_read_open_memory(reader.get(), tar->data(), tar->size()), ARCHIVE_OK);
    std::map<std::string, std::string> seen;
    archive_entry* entry = nullptr;
    while (archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK) {
        std::string content(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
        ASSERT_EQ(archive_read_data(reader.get(), content.data(), content.size()),
                  static_cast<la_ssize_t>(content.size()));
        if (archive_entry_symlink(entry) != nullptr) content = std::string("-> ") + archive_entry_symlink(entry);
        seen[archive_entry_pathname(entry)] = content;
        EXPECT_EQ(archive_entry_uid(entry), 0);
        EXPECT_EQ(archive_entry_mtime(entry), 0);
        if (archive_entry_pathname(entry) == std::string("lab/run")) {
            EXPECT_EQ(archive_entry_perm(entry), 0755U);
        }
    }
    EXPECT_EQ(seen.at("etc/hostname"), "debian\n");
    EXPECT_EQ(seen.at("lab/run"), "#!/bin/sh\n");
    EXPECT_EQ(seen.at("etc/null.service"), "-> /dev/null");
    EXPECT_TRUE(seen.contains("etc/"));
}

TEST(TheKernelOfAnUnpackedPackage, NeedsItsImageAndItsModules) {
    const std::string release = "6.1.0-56-amd64";
    const Folder folder;
    EXPECT_FALSE(find_kernel(folder.path(), release));
    folder.file("lib/modules/6.1.0-56-amd64/modules.order");
    EXPECT_FALSE(find_kernel(folder.path(), release));
    folder.file("boot/vmlinuz-6.1.0-56-amd64");
    const auto kernel = find_kernel(folder.path(), release);
    ASSERT_TRUE(kernel) << kernel.error().to_string();
    EXPECT_EQ(kernel->modules, folder.path() / "lib/modules/6.1.0-56-amd64");
}

TEST(TheKernelOfAnUnpackedPackage, HasANameThatNoShellTakesApart) {
    const Folder folder;
    folder.file("lib/modules/6.1; id/modules.order");
    folder.file("boot/vmlinuz-6.1; id");
    EXPECT_FALSE(find_kernel(folder.path(), "6.1; id"));
}

TEST(TheGuestThatIsNotPrepared, SaysWhatPreparesIt) {
    const Folder folder;
    const auto played = run_in_systemd(
        {.cache = folder.path(), .script = "#!/bin/sh\n", .out = folder.path() / "out"}, [](const Stage&) {});
    ASSERT_FALSE(played);
    EXPECT_THAT(played.error().error.hint, HasSubstr("prepare --systemd"));
    EXPECT_FALSE(fs::exists(folder.path() / "out"));
    EXPECT_FALSE(fs::exists(folder.path() / "out.part"));
}

TEST(AScriptWithoutInterpreter, IsRefusedBeforeAnythingStarts) {
    const Folder folder;
    const auto played = run_in_systemd({.cache = folder.path(), .script = "echo", .out = folder.path() / "out"},
                                       [](const Stage&) {});
    ASSERT_FALSE(played);
    EXPECT_THAT(played.error().error.what, HasSubstr("#!"));
}

TEST(TheFilesOfTheGuest, AreEmbedded) {
    EXPECT_TRUE(systemd_file("initramfs-init").starts_with("#!/usr/bin/sh"));
    EXPECT_TRUE(systemd_file("demonstration").starts_with("#!/bin/bash"));
    EXPECT_THAT(std::string(systemd_file("root/etc/systemd/system/lab.service")), HasSubstr("/usr/lib/lab/play"));
    EXPECT_TRUE(systemd_file("nothing").empty());
}

TEST(TheDisksOfAMachine, AreGivenToTheEmulatorWithoutWritingToThem) {
    const auto command =
        emulator_command({.kernel = "k", .initrd = "i", .disks = {"/a,b.img"}, .parameters = "x=1"});
    const std::string last = command.back();
    EXPECT_THAT(last, HasSubstr("snapshot=on"));
    EXPECT_THAT(last, HasSubstr("file.filename=/a,,b.img"));
    EXPECT_THAT(command, ::testing::Contains(HasSubstr(" x=1")));
}

}  // namespace
}  // namespace wlanmedic::lab
