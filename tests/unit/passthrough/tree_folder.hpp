// SPDX-License-Identifier: MIT
// A machine's files, unpacked from tests/fixtures/gpu; its README says how they are written.
#pragma once

#include "support/paths.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace exwm_vr::test {

/// A folder of its own, removed at the end.
class TreeFolder {
public:
    TreeFolder() {
        path_ = (std::filesystem::temp_directory_path() / "gpu-tree-XXXXXX").string();
        REQUIRE(mkdtemp(path_.data()) != nullptr);
    }

    explicit TreeFolder(const std::string& name)
        : TreeFolder() {
        std::ifstream stream(test::source_path("tests/fixtures/gpu") / (name + ".tree"));
        REQUIRE(stream);
        unpack(stream);
    }

    void unpack(std::istream& stream) const {
        std::string folder;
        for (std::string line; std::getline(stream, line);) {
            CAPTURE(line);
            unpack(line, folder);
        }
    }

    TreeFolder(const TreeFolder&) = delete;
    TreeFolder& operator=(const TreeFolder&) = delete;

    ~TreeFolder() { std::filesystem::remove_all(path_); }

    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] std::filesystem::path at(std::string_view name) const {
        return path_ + std::string(name);
    }

    void write(std::string_view name, std::string_view text) const {
        std::filesystem::create_directories(at(name).parent_path());
        std::ofstream(at(name), std::ios::binary) << text;
    }

    void link(std::string_view name, const std::string& target) const {
        std::filesystem::create_directories(at(name).parent_path());
        std::filesystem::remove(at(name));
        std::filesystem::create_symlink(target, at(name));
    }

    [[nodiscard]] std::string read(std::string_view name) const {
        std::ifstream stream(at(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

private:
    void unpack(const std::string& line, std::string& folder) const {
        if (line.empty() || line.starts_with('#')) {
            return;
        }
        if (line.starts_with("in ")) {
            folder = line.substr(3) + '/';
            return;
        }
        const auto whole = [&](const std::string& name) {
            return name.starts_with('/') ? name : folder + name;
        };
        const auto arrow = line.find(" -> ");
        const auto equals = line.find(" =");
        if (arrow < equals) {
            link(whole(line.substr(0, arrow)), line.substr(arrow + 4));
        } else if (equals != std::string::npos) {
            write(whole(line.substr(0, equals)), unescaped(line.substr(equals + 2)));
        } else {
            REQUIRE(line.ends_with('/'));
            std::filesystem::create_directories(at(whole(line)));
        }
    }

    static std::string unescaped(const std::string& text) {
        std::string whole;
        for (std::size_t i = text.starts_with(' ') ? 1 : 0; i < text.size(); ++i) {
            const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : ' ';
            if (next == 'n' || next == '0' || next == '\\') {
                whole += next == 'n' ? '\n' : next == '0' ? '\0' : '\\';
                ++i;
            } else {
                whole += text[i];
            }
        }
        return whole.empty() ? whole : whole + '\n';
    }

    std::string path_;
};

} // namespace exwm_vr::test
