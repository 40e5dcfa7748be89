// SPDX-License-Identifier: MIT
#include "lab/host/elf.h"

#include <elf.h>

#include <cstring>

namespace wlanmedic::lab {
namespace {

// Nothing where it would reach beyond the end.
template <class Record>
std::optional<Record> record_at(std::string_view bytes, std::uint64_t offset) {
    if (offset > bytes.size() || bytes.size() - offset < sizeof(Record)) return std::nullopt;
    Record record;
    std::memcpy(&record, bytes.data() + offset, sizeof record);
    return record;
}

std::string_view text_at(std::string_view bytes, std::uint64_t offset) {
    if (offset >= bytes.size()) return {};
    const std::string_view rest = bytes.substr(offset);
    return rest.substr(0, rest.find('\0'));
}

std::optional<Elf64_Shdr> header_of(std::string_view bytes, const Elf64_Ehdr& file, std::uint64_t index) {
    if (file.e_shentsize != sizeof(Elf64_Shdr) || file.e_shoff > bytes.size()) return std::nullopt;
    return record_at<Elf64_Shdr>(bytes, file.e_shoff + index * sizeof(Elf64_Shdr));
}

std::optional<std::string_view> content_of(std::string_view bytes, const Elf64_Shdr& header) {
    if (header.sh_type == SHT_NOBITS || header.sh_offset > bytes.size() ||
        bytes.size() - header.sh_offset < header.sh_size)
        return std::nullopt;
    return bytes.substr(header.sh_offset, header.sh_size);
}

}  // namespace

bool is_elf(std::string_view bytes) {
    const auto file = record_at<Elf64_Ehdr>(bytes, 0);
    return file && std::memcmp(file->e_ident, ELFMAG, SELFMAG) == 0 && file->e_ident[EI_CLASS] == ELFCLASS64 &&
           file->e_ident[EI_DATA] == ELFDATA2LSB;
}

std::optional<std::string_view> elf_section(std::string_view bytes, std::string_view name) {
    if (!is_elf(bytes)) return std::nullopt;
    const auto file = *record_at<Elf64_Ehdr>(bytes, 0);
    const auto names_header = header_of(bytes, file, file.e_shstrndx);
    if (!names_header) return std::nullopt;
    const auto names = content_of(bytes, *names_header);
    if (!names) return std::nullopt;
    for (std::uint64_t index = 0; index < file.e_shnum; ++index) {
        const auto header = header_of(bytes, file, index);
        if (!header) return std::nullopt;
        if (text_at(*names, header->sh_name) == name) return content_of(bytes, *header);
    }
    return std::nullopt;
}

Wanted wanted_of(std::string_view bytes) {
    Wanted wanted;
    wanted.interpreter = text_at(elf_section(bytes, ".interp").value_or(""), 0);
    const auto dynamic = elf_section(bytes, ".dynamic");
    const auto names = elf_section(bytes, ".dynstr");
    if (!dynamic || !names) return wanted;
    for (std::uint64_t offset = 0;; offset += sizeof(Elf64_Dyn)) {
        const auto entry = record_at<Elf64_Dyn>(*dynamic, offset);
        if (!entry || entry->d_tag == DT_NULL) return wanted;
        const std::string_view text = text_at(*names, entry->d_un.d_val);
        if (entry->d_tag == DT_NEEDED && !text.empty()) wanted.libraries.emplace_back(text);
        if (entry->d_tag == DT_RUNPATH || entry->d_tag == DT_RPATH) wanted.run_path = text;
    }
}

std::optional<ModuleInformation> module_information(std::string_view bytes) {
    const auto section = elf_section(bytes, ".modinfo");
    if (!section) return std::nullopt;
    ModuleInformation information;
    std::string_view rest = *section;
    while (!rest.empty()) {
        const std::string_view entry = rest.substr(0, rest.find('\0'));
        rest.remove_prefix(std::min(entry.size() + 1, rest.size()));
        if (entry.starts_with("name=")) information.name = entry.substr(5);
        if (!entry.starts_with("depends=")) continue;
        std::string_view list = entry.substr(8);
        while (!list.empty()) {
            const std::string_view one = list.substr(0, list.find(','));
            list.remove_prefix(std::min(one.size() + 1, list.size()));
            if (!one.empty()) information.depends.emplace_back(one);
        }
    }
    return information;
}

}  // namespace wlanmedic::lab
