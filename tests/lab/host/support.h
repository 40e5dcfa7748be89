// SPDX-License-Identifier: MIT
// A folder of a test's own, and small ELF files made up for it.
#pragma once

#include <elf.h>
#include <stdlib.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wlanmedic::lab::test {

class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "wlanmedic-lab-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code failed;
        std::filesystem::remove_all(path_, failed);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

template <class Record>
std::string bytes_of(const Record& record) {
    return {reinterpret_cast<const char*>(&record), sizeof record};
}

/// An ELF file with nothing but these sections.
inline std::string elf_with(const std::vector<std::pair<std::string, std::string>>& sections) {
    std::string names(1, '\0');
    std::string body;
    std::vector<Elf64_Shdr> headers(1, Elf64_Shdr{});
    for (const auto& [name, content] : sections) {
        Elf64_Shdr header{};
        header.sh_name = static_cast<Elf64_Word>(names.size());
        header.sh_type = SHT_PROGBITS;
        header.sh_offset = sizeof(Elf64_Ehdr) + body.size();
        header.sh_size = content.size();
        headers.push_back(header);
        names += name;
        names += '\0';
        body += content;
    }
    Elf64_Shdr names_header{};
    names_header.sh_type = SHT_STRTAB;
    names_header.sh_offset = sizeof(Elf64_Ehdr) + body.size();
    names_header.sh_size = names.size();
    headers.push_back(names_header);
    Elf64_Ehdr file{};
    std::memcpy(file.e_ident, ELFMAG, SELFMAG);
    file.e_ident[EI_CLASS] = ELFCLASS64;
    file.e_ident[EI_DATA] = ELFDATA2LSB;
    file.e_shoff = sizeof(Elf64_Ehdr) + body.size() + names.size();
    file.e_shentsize = sizeof(Elf64_Shdr);
    file.e_shnum = static_cast<Elf64_Half>(headers.size());
    file.e_shstrndx = static_cast<Elf64_Half>(headers.size() - 1);
    std::string all = bytes_of(file) + body + names;
    for (const Elf64_Shdr& header : headers) all += bytes_of(header);
    return all;
}

/// A kernel module that depends on these, "cfg80211,libarc4".
inline std::string module_with(std::string_view name, std::string_view depends) {
    std::string information = "license=GPL";
    information += '\0';
    information.append("depends=").append(depends) += '\0';
    information.append("name=").append(name) += '\0';
    return elf_with({{".text", "code"}, {".modinfo", information}});
}

/// A program or library that wants these libraries.
inline std::string program_with(const std::vector<std::string>& libraries, std::string_view interpreter = "") {
    std::string names(1, '\0');
    std::string dynamic;
    for (const std::string& library : libraries) {
        Elf64_Dyn entry{};
        entry.d_tag = DT_NEEDED;
        entry.d_un.d_val = names.size();
        dynamic += bytes_of(entry);
        names += library;
        names += '\0';
    }
    dynamic += bytes_of(Elf64_Dyn{});
    std::string loader(interpreter);
    loader += '\0';
    return elf_with({{".interp", loader}, {".dynamic", dynamic}, {".dynstr", names}});
}

}  // namespace wlanmedic::lab::test
