#include "tests/limiters/lua_struct.hpp"

#include <cstddef>
#include <cstdint>

#include <lua.hpp>

namespace limitproof {

namespace {

/// Lua raises errors with longjmp, so nothing here may own anything.
const char* after_order(lua_State* lua, const char* format) {
  if (*format != '>') luaL_error(lua, "a format must start with '>' here");
  return format + 1;
}

/// Reads "I7" and moves past it.
int next_size(lua_State* lua, const char** format) {
  if (**format != 'I') luaL_error(lua, "only I and a size are known here, found '%s'", *format);
  ++*format;
  int size = 0;
  while (**format >= '0' && **format <= '9') size = size * 10 + (*(*format)++ - '0');
  if (size < 1 || size > 8) luaL_error(lua, "integral size %d is out of limits here", size);
  return size;
}

int pack(lua_State* lua) {
  const char* format = after_order(lua, luaL_checkstring(lua, 1));
  luaL_Buffer buffer;
  luaL_buffinit(lua, &buffer);
  for (int argument = 2; *format != '\0'; ++argument) {
    int const size = next_size(lua, &format);
    auto const value = static_cast<std::uint64_t>(luaL_checknumber(lua, argument));
    for (int byte = size - 1; byte >= 0; --byte)
      luaL_addchar(&buffer, static_cast<char>(value >> (8 * byte) & 0xff));
  }
  luaL_pushresult(&buffer);
  return 1;
}

int unpack(lua_State* lua) {
  const char* format = after_order(lua, luaL_checkstring(lua, 1));
  std::size_t length = 0;
  const char* const data = luaL_checklstring(lua, 2, &length);
  auto at = static_cast<std::size_t>(luaL_optinteger(lua, 3, 1)) - 1;
  int results = 0;
  while (*format != '\0') {
    auto const size = static_cast<std::size_t>(next_size(lua, &format));
    if (at + size > length) luaL_argerror(lua, 2, "data string too short");
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value = value << 8 | static_cast<unsigned char>(data[at + i]);
    at += size;
    lua_pushnumber(lua, static_cast<lua_Number>(value));
    ++results;
  }
  lua_pushinteger(lua, static_cast<lua_Integer>(at + 1));
  return results + 1;
}

}  // namespace

void define_lua_struct(lua_State* lua) {
  lua_newtable(lua);
  lua_pushcfunction(lua, pack);
  lua_setfield(lua, -2, "pack");
  lua_pushcfunction(lua, unpack);
  lua_setfield(lua, -2, "unpack");
  lua_setglobal(lua, "struct");
}

}  // namespace limitproof
