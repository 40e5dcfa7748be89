// SPDX-License-Identifier: MIT
// Kernel images made up of a header, a packed ELF file and nothing else, and what can be wrong with each.
#include "lab/host/kernel_image.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>

#include <random>

#include "support.h"

namespace wlanmedic::lab {
namespace {

using testing::HasSubstr;

constexpr std::size_t setup_sects = 0x1f1;
constexpr std::size_t protocol = 0x206;
constexpr std::size_t payload_offset = 0x248;
constexpr std::size_t payload_length = 0x24c;
constexpr std::size_t payload_begin = 1024;

void put(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) bytes[at + i] = static_cast<char>(value >> 8U * i);
}

std::string note(std::uint32_t type, std::string_view owner, std::string_view content) {
    std::string bytes(12, '\0');
    put(bytes, 0, owner.size(), 4);
    put(bytes, 4, content.size(), 4);
    put(bytes, 8, type, 4);
    for (const std::string_view part : {owner, content}) {
        bytes += part;
        bytes.resize((bytes.size() + 3) / 4 * 4);
    }
    return bytes;
}

constexpr std::string_view xen("Xen\0", 4);
const std::string pvh_entry = note(18, xen, "entry...");

/// Two segments: code to load, and these notes.
std::string kernel_with(const std::string& notes) {
    const std::string code = "code";
    Elf64_Ehdr file{};
    std::memcpy(file.e_ident, ELFMAG, SELFMAG);
    file.e_ident[EI_CLASS] = ELFCLASS64;
    file.e_ident[EI_DATA] = ELFDATA2LSB;
    file.e_phoff = sizeof file;
    file.e_phentsize = sizeof(Elf64_Phdr);
    file.e_phnum = 2;
    Elf64_Phdr load{};
    load.p_type = PT_LOAD;
    load.p_offset = sizeof file + 2 * sizeof load;
    load.p_filesz = code.size();
    Elf64_Phdr noted{};
    noted.p_type = PT_NOTE;
    noted.p_offset = load.p_offset + load.p_filesz;
    noted.p_filesz = notes.size();
    return test::bytes_of(file) + test::bytes_of(load) + test::bytes_of(noted) + code + notes;
}

std::string packed(std::string_view content) {
    std::string bytes(1U << 16, '\0');
    std::size_t used = 0;
    archive* const writer = archive_write_new();
    archive_write_add_filter_gzip(writer);
    archive_write_set_format_raw(writer);
    archive_write_set_bytes_per_block(writer, 0);
    archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(writer, entry);
    archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
    archive_write_close(writer);
    archive_write_free(writer);
    bytes.resize(used);
    return bytes;
}

std::string image_of(std::string_view payload) {
    std::string bytes(payload_begin, '\0');
    put(bytes, setup_sects, 1, 1);
    bytes.replace(0x202, 4, "HdrS");
    put(bytes, protocol, 0x020f, 2);
    put(bytes, payload_offset, 0, 4);
    put(bytes, payload_length, payload.size(), 4);
    return bytes.append(payload);
}

std::string trouble(std::string_view image, std::size_t most = 1U << 20) {
    const auto kernel = unpack_kernel(image, most);
    return kernel ? "none" : kernel.error().what;
}

const std::string good_kernel = kernel_with(note(1, xen, "other") + pvh_entry);
const std::string good_image = image_of(packed(good_kernel));

TEST(KernelImage, IsUnpackedToTheElfFileWithin) {
    const auto kernel = unpack_kernel(good_image);
    ASSERT_TRUE(kernel) << kernel.error().to_string();
    EXPECT_EQ(*kernel, good_kernel);
}

TEST(KernelImage, MayHaveItsPayloadBehindOtherSectorsAndBytesBehindIt) {
    std::string image = image_of(packed(good_kernel));
    image.insert(payload_begin, std::string(3 * 512 + 10, 'x'));
    put(image, setup_sects, 0, 1);  // counts as 4
    put(image, payload_offset, 10, 4);
    EXPECT_EQ(unpack_kernel(image.append("behind it")).value_or(""), good_kernel);
}

TEST(KernelImage, MayHaveTheUnpackedLengthBehindItsStream) {
    std::string payload = packed(good_kernel);
    payload.append(4, '\0');
    put(payload, payload.size() - 4, good_kernel.size(), 4);
    EXPECT_EQ(unpack_kernel(image_of(payload)).value_or(""), good_kernel);
}

TEST(KernelImage, WithoutPvhEntryIsToBeStartedItself) {
    for (const std::string& notes :
         {std::string(), note(1, xen, "entry..."), note(18, "GNU", "entry..."),
          note(18, std::string_view("Xenon\0", 6), "entry..."), pvh_entry.substr(0, 20)})
        EXPECT_THAT(trouble(image_of(packed(kernel_with(notes)))), HasSubstr("no PVH entry"));
}

TEST(KernelImage, CutAnywhereIsAnError) {
    for (std::size_t size = 0; size < good_image.size(); ++size)
        EXPECT_NE(trouble(std::string_view(good_image).substr(0, size)), "none") << size;
    EXPECT_THAT(trouble(std::string_view(good_image).substr(0, 0x24f)), HasSubstr("is no x86 kernel image"));
    EXPECT_THAT(trouble(std::string_view(good_image).substr(0, 0x250)), HasSubstr("ends before its payload"));
}

TEST(KernelImage, WhosePayloadIsCutIsAnErrorAlsoWhereTheLengthSaysSo) {
    std::mt19937 random(1);
    std::string code(20'000, '\0');
    for (char& byte : code) byte = static_cast<char>(random());
    const std::string payload = packed(kernel_with(pvh_entry + note(2, "code", code)));
    for (std::size_t size = 0; size + 8 < payload.size(); size += 97)
        EXPECT_NE(trouble(image_of(std::string_view(payload).substr(0, size))), "none") << size;
}

TEST(KernelImage, WhoseHeaderLiesAboutTheLengthIsAnError) {
    std::string image = good_image;
    put(image, payload_length, 0xffffffff, 4);
    EXPECT_THAT(trouble(image), HasSubstr("ends before its payload"));
    image = good_image;
    put(image, payload_offset, 0xffffffff, 4);
    EXPECT_THAT(trouble(image), HasSubstr("ends before its payload"));
    image = good_image;
    put(image, setup_sects, 0xff, 1);
    EXPECT_THAT(trouble(image), HasSubstr("ends before its payload"));
    image = good_image;
    put(image, payload_length, 0, 4);
    EXPECT_NE(trouble(image), "none");
}

TEST(KernelImage, OfAnOldBootProtocolDoesNotSayWhereItsPayloadIs) {
    std::string image = good_image;
    put(image, protocol, 0x0207, 2);
    EXPECT_THAT(trouble(image), HasSubstr("2.08"));
}

TEST(KernelImage, IsNotAnyFile) {
    EXPECT_THAT(trouble(""), HasSubstr("is no x86 kernel image"));
    EXPECT_THAT(trouble(good_kernel + std::string(4096, '\0')), HasSubstr("is no x86 kernel image"));
    EXPECT_THAT(trouble(image_of(packed("words"))), HasSubstr("no whole ELF file"));
    EXPECT_NE(trouble(image_of(std::string(4096, 'x'))), "none");
}

TEST(KernelImage, UnpacksToNoMoreThanTheLimit) {
    const std::string image = image_of(packed(kernel_with(pvh_entry + std::string(1U << 20, '\0'))));
    EXPECT_THAT(trouble(image, 1U << 20), HasSubstr("more than 1 MB"));
    EXPECT_EQ(trouble(image, 1U << 21), "none");
}

TEST(KernelImage, WhoseElfFilePointsBesideItselfIsAnError) {
    for (const std::size_t at : {std::size_t{0x20}, std::size_t{0x36}, std::size_t{0x38}, sizeof(Elf64_Ehdr) + 8,
                                 sizeof(Elf64_Ehdr) + 0x20}) {
        std::string kernel = good_kernel;
        put(kernel, at, 0xffff, 2);
        EXPECT_THAT(trouble(image_of(packed(kernel))), HasSubstr("no whole ELF file")) << at;
        put(kernel, at, ~0ULL, at == 0x36 || at == 0x38 ? 2 : 8);
        EXPECT_THAT(trouble(image_of(packed(kernel))), HasSubstr("no whole ELF file")) << at;
    }
}

TEST(KernelImage, SurvivesDamageAnywhere) {
    std::mt19937 random(1);
    for (int turn = 0; turn < 20'000; ++turn) {
        std::string kernel = good_kernel;
        for (int hit = 0; hit < 3; ++hit) kernel[random() % kernel.size()] = static_cast<char>(random());
        has_pvh_entry(kernel);
    }
    for (int turn = 0; turn < 2'000; ++turn) {
        std::string image = good_image;
        for (int hit = 0; hit < 3; ++hit) image[random() % image.size()] = static_cast<char>(random());
        trouble(image);
    }
}

}  // namespace
}  // namespace wlanmedic::lab
